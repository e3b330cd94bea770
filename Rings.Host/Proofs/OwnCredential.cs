using System.Collections.Immutable;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Proofs;

/// <summary>A credential in a file, and what keeps it from being shown.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Path">Its file, absolute.</param>
internal sealed record OwnCredential(Credential Credential, string Path)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public static OwnCredential Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file is { Exists: true, Length: > CredentialFileText.MaxLength }) throw new UserErrorException($"{path} is no credential: it is too long");
            return new(CredentialFileText.Parse(File.ReadAllText(path)), file.FullName);
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{path} is no credential: {wrong.Message}", wrong);
        }
    }

    /// <summary>Refuses where a node cannot show it, or would say who it is.</summary>
    /// <param name="self">The Did of the node that proves.</param>
    /// <param name="data">Its data directory.</param>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public OwnCredential RequireProver(Did self, string data)
    {
        if (!Credential.IsWhole)
            throw new UserErrorException("the secret of this credential is not here: its holder adds it, rings credential add FILE");
        if (Credential.Holder.Did is { } did && did != self)
            throw new UserErrorException($"it is the credential of {did}, and this node runs as {self}: nobody would believe it");
        if (Credential.IsAnonymous && Path.StartsWith(data + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new UserErrorException(
                $"this node runs as {self}, which is known: whoever is shown the proof would know whose the credential is. Run a node under a "
                + $"Did of one use (rings run --data-dir NEW-FOLDER) and name the file there: {Path}");
        }

        return this;
    }

    /// <summary>The statement about it.</summary>
    /// <param name="rule">What its numbers must fulfil, in words; empty: nothing.</param>
    /// <param name="verifier">Whose tag it is.</param>
    /// <param name="words">Of the tag; null: none.</param>
    /// <param name="roots">Ids of trees that this side has read itself.</param>
    /// <exception cref="UserErrorException">The rule is none or does not hold, or the tree is not one of those.</exception>
    public CredentialStatement Prove(string rule, Did verifier, string? words, ImmutableArray<Bytes32> roots)
    {
        var tree = Credential.Tree;
        // A tree of which nobody else knows could have been made to find out who shows it.
        if (!roots.Contains(tree.Id))
        {
            throw new UserErrorException(
                $"{tree.Issuer} has published another root than that of this credential: ask it for a new file, and rings credential add it");
        }

        if (words is not null && !Credential.IsAnonymous) throw new UserErrorException("--tag: a named credential needs none, its Did is shown");
        try
        {
            var parsed = CredentialRule.Parse(rule, tree);
            return parsed.Holds(Credential.Values)
                ? CredentialStatement.Of(Credential, parsed, verifier, words)
                : throw new UserErrorException($"this credential does not fulfil {parsed.Show(tree)}");
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{(wrong.Field == "ProofOnce.words" ? "--tag" : "--rule")}: {wrong.Message}", wrong);
        }
    }
}
