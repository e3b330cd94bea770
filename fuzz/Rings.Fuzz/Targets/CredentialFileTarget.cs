using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Secrets;

namespace Rings.Fuzz.Targets;

/// <summary>Files of credentials, as strangers hand them out, and rules as people write them.</summary>
internal sealed class CredentialFileTarget : IFuzzTarget
{
    public string Name => "credential-file";

    public int MaxBytes => CredentialFileText.MaxLength;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var secret = Bytes32.Draw(bytes => bytes.Fill(7));
        var (_, credentials) = CredentialIssue.Make(
            Did.Zero.Finger(1), "adults", [new("born", IsDate: true)], 4,
            [new(Did.Zero.Finger(2), default, [-5, 0, 0, 0]), new(null, Credential.HashOf(secret), [5, 0, 0, 0])], default(Bytes32));
        return new[] { CredentialFileText.Of(credentials[0]), CredentialFileText.Of(credentials[1].With(secret)), "born<=2008-11-28 or born=1955-01-01" }
            .Select(Encoding.UTF8.GetBytes);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var tree = new CredentialTree(Did.Zero, "x", [new("born", IsDate: true), new("n", IsDate: false)], 1, default);
        try
        {
            CredentialRule.Parse(text, tree).Show(tree);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }

        try
        {
            CredentialFileText.Parse(text);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
