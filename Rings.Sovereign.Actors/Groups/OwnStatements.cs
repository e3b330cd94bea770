using Rings.Sovereign.GroupDids;

namespace Rings.Sovereign.Actors.Groups;

/// <summary>Statements of this node's own within a message: they are signed when it leaves.</summary>
internal static class OwnStatements
{
    /// <summary>The first that is not signed; null: none.</summary>
    public static SaidStatement? First(GroupMessage message) => Of(message).FirstOrDefault(said => said.IsOwn);

    /// <summary>The message with a statement signed.</summary>
    public static GroupMessage With(GroupMessage message, SaidStatement signed) => message switch
    {
        GroupMessage.Said said => said with { Statement = Choose(said.Statement, signed) },
        GroupMessage.Complaint complaint => complaint with
        {
            AccuserFirst = Choose(complaint.AccuserFirst, signed),
            DealerFirst = Choose(complaint.DealerFirst, signed),
            DealerSecond = Choose(complaint.DealerSecond, signed),
        },
        _ => message,
    };

    private static IEnumerable<SaidStatement> Of(GroupMessage message) => message switch
    {
        GroupMessage.Said said => [said.Statement],
        GroupMessage.Complaint complaint => [complaint.AccuserFirst, complaint.DealerFirst, complaint.DealerSecond],
        _ => [],
    };

    private static SaidStatement Choose(SaidStatement said, SaidStatement signed) =>
        said.IsOwn && said.Hash == signed.Hash ? signed : said;
}
