using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Files;

/// <summary>The text of a <see cref="Credential"/>, as an issuer hands it out and a holder keeps it.</summary>
public static class CredentialFileText
{
    /// <summary>The most characters of such a text.</summary>
    public const int MaxLength = 8 << 10;

    private const string Title = "Rings Network: credential";

    /// <summary>Reads a text.</summary>
    /// <exception cref="ProtocolException">No credential, one that is malformed, or one that is not in its tree.</exception>
    public static Credential Parse(string text)
    {
        var read = ProtoBytes.Parse(
            Proto.CredentialFile.Parser, SovereignText.Read(text, Title, "credential", MaxLength), "CredentialFile");
        if (read.Values.Count != CredentialTree.MaxAttributes) throw new ProtocolException("CredentialFile.values", "four");
        if (read.Path.Count > CredentialTree.MaxDepth) throw new ProtocolException("CredentialFile.path", "as many hashes as the tree is deep");
        var holder = read.Did.IsEmpty
            ? CredentialHolder.Anonymous(Bytes32.Read(read.Hash.Span, "CredentialFile.hash"))
            : CredentialHolder.Named(ProtoBytes.ReadDid(read.Did, "CredentialFile.did"), read.Blind.Span);
        return new(
            CredentialCodec.ReadTree(read.Tree), [.. read.Values], holder, (int)Math.Min(read.Place, int.MaxValue),
            [.. read.Path.Select(node => Bytes32.Read(node.Span, "CredentialFile.path"))],
            read.Secret.IsEmpty ? null : Bytes32.Read(read.Secret.Span, "CredentialFile.secret"));
    }

    /// <summary>The text of a credential; with its holder's secret, where that is here.</summary>
    public static string Of(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var written = new Proto.CredentialFile
        {
            Tree = CredentialCodec.WriteTree(credential.Tree),
            Values = { credential.Values },
            Place = (uint)credential.Place,
            Path = { credential.Path.Select(node => ProtoBytes.Wrap(node.ToByteArray())) },
        };
        var field = credential.Holder.Field.ToByteArray();
        if (credential.Holder.Did is { } did)
        {
            written.Did = ProtoBytes.Wrap(did.ToByteArray());
            written.Blind = ProtoBytes.Wrap(field[^CredentialHolder.BlindBytes..]);
        }
        else written.Hash = ProtoBytes.Wrap(field);

        if (credential.Secret is { } secret) written.Secret = ProtoBytes.Wrap(secret.ToByteArray());
        return SovereignText.Write(Title, written.ToByteArray());
    }
}
