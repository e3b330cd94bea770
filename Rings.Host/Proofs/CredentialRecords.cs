using System.Collections.Immutable;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Proofs;

/// <summary>
/// The ids of trees of credentials as this node reads them itself, in the issuer's Register from a quorum: never from whoever proves,
/// nor from whoever wants a proof.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="time">Its clock.</param>
internal sealed class CredentialRecords(IRings node, TimeProvider time)
{
    private readonly PatientRead _read = new(time);

    /// <summary>The ids that count: of the issuer's tree, and of the one before.</summary>
    /// <param name="tree">Whose record it is.</param>
    /// <param name="given">An id that the person names instead; null: the record is read.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="JsonRpcException">There is no such record, or it cannot be read.</exception>
    public async Task<ImmutableArray<Bytes32>> ReadAsync(CredentialTree tree, string? given, CancellationToken cancel)
    {
        if (given is not null) return Bytes32.TryParse(given, out var root) ? [root] : throw JsonRpcArguments.Missing("root", "64 hex digits");
        var outcome = await _read.AskAsync(
            () => node.GetAsync(new GetRegister(tree.Issuer, tree.Record), cancel), reply => reply is not RecordsFound { IsFinal: false }, cancel);
        return outcome.Match(
            found: found => Read(tree, found),
            invalid: wrong => throw JsonRpcArguments.Missing(wrong.Field, wrong.Expected),
            silent: _ => throw Unread(tree));
    }

    private static ImmutableArray<Bytes32> Read(CredentialTree tree, RecordsFound found)
    {
        if (!found.IsFinal) throw Unread(tree);
        if (found.Records is not [var record, ..])
        {
            throw new JsonRpcException(
                JsonRpcError.NotFound, $"{tree.Issuer} has no record {tree.Record}: nobody knows which credentials are its own. Ask it.");
        }

        try
        {
            return CredentialRoots.Read(record.Value);
        }
        catch (ProtocolException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"The record {tree.Record} of {tree.Issuer} is no root of credentials.");
        }
    }

    private static JsonRpcException Unread(CredentialTree tree) => new(
        JsonRpcError.Unreachable,
        $"Too few holders answered to be sure what the record {tree.Record} of {tree.Issuer} says. Try again, or name the root.");
}
