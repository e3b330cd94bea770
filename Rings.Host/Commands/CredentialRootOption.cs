using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Commands;

/// <summary><c>--root</c>: the id of a tree of credentials that the person knows; without it the issuer's record is read.</summary>
internal static class CredentialRootOption
{
    /// <summary>The option.</summary>
    public static readonly Option<string?> Root = new("--root")
    {
        Description = "For credentials: the root, as 64 hex digits (default: read in the issuer's record)",
    };

    /// <summary>The ids that count.</summary>
    /// <exception cref="UserErrorException">The option is no root, or the record cannot be read.</exception>
    public static async Task<ImmutableArray<Bytes32>> ReadAsync(CommandContext context, CredentialTree tree, CancellationToken cancel)
    {
        if (context.Parsed.GetValue(Root) is { } given)
        {
            return Bytes32.TryParse(given, out var root) ? [root] : throw new UserErrorException("--root: expected 64 hex digits");
        }

        using var node = context.Connect();
        var known = await ReadAsync(node, tree.Issuer, tree.Record, cancel);
        return known.IsEmpty
            ? throw new UserErrorException($"{tree.Issuer} has no record {tree.Record}: nobody knows which credentials are its own. Ask it, or --root")
            : known;
    }

    /// <summary>What an issuer's record says, read by a node from a quorum; nothing where there is none.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is no root.</exception>
    public static async Task<ImmutableArray<Bytes32>> ReadAsync(NodeClient node, Did issuer, string record, CancellationToken cancel)
    {
        var found = await node.AgreeAsync(new JsonObject
        {
            ["kind"] = "register",
            ["name"] = record,
            ["owner"] = issuer.ToString(),
        }, cancel);
        if (!found["final"]!.GetValue<bool>())
            throw new UserErrorException($"too few holders answered to be sure what the record {record} of {issuer} says. Try again, or --root");
        if (found["records"]!.AsArray().FirstOrDefault() is not { } one) return [];
        try
        {
            return CredentialRoots.Read(Convert.FromBase64String((string)one["data"]!));
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"the record {record} of {issuer} is no root of credentials", wrong);
        }
    }
}
