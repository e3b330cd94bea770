using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;

namespace Rings.Actors.Settings;

/// <summary>Reads values of our own types.</summary>
internal static class ConfigReading
{
    public static ImmutableArray<Did> GetDids(this Config config, string key) =>
        [.. config.GetStringList(key).Select(text => Parse(key, text))];

    public static RingSettings GetRing(this Config config) => new()
    {
        Successors = config.GetInt("successors"),
        MaxSuccessors = config.GetInt("max-successors"),
        LinkBudget = config.GetInt("link-budget"),
        LongLinkShare = config.GetDouble("long-link-share"),
        ShortestPace = config.GetTimeSpan("shortest-pace"),
        LongestPace = config.GetTimeSpan("longest-pace"),
        PaceJitter = config.GetDouble("pace-jitter"),
        AnswerTimeout = config.GetTimeSpan("answer-timeout"),
        LongestAnswerTimeout = config.GetTimeSpan("longest-answer-timeout"),
        LookupTimeout = config.GetTimeSpan("lookup-timeout"),
        LookupAttempts = config.GetInt("lookup-attempts"),
        OpenLookups = config.GetInt("open-lookups"),
        JoinPatience = config.GetTimeSpan("join-patience"),
        ShortestMeeting = config.GetTimeSpan("shortest-meeting"),
        LongestMeeting = config.GetTimeSpan("longest-meeting"),
        ShortestBackoff = config.GetTimeSpan("shortest-backoff"),
        LongestBackoff = config.GetTimeSpan("longest-backoff"),
    };

    public static StorageSettings GetStorage(this Config config) => new()
    {
        Copies = config.GetInt("copies"),
        WriteCopies = config.GetInt("write-copies"),
        NeighbourPatience = config.GetTimeSpan("neighbour-patience"),
        OwnerPatience = config.GetTimeSpan("owner-patience"),
        TryPatience = config.GetTimeSpan("try-patience"),
        Tries = config.GetInt("tries"),
        Operations = config.GetInt("operations"),
        Questions = config.GetInt("questions"),
        RepairInterval = config.GetTimeSpan("repair-interval"),
        RetryInterval = config.GetTimeSpan("retry-interval"),
        CatchUpPatience = config.GetTimeSpan("catch-up-patience"),
        UpkeepInterval = config.GetTimeSpan("upkeep-interval"),
        SurplusFor = config.GetTimeSpan("surplus-for"),
        WatchLease = config.GetTimeSpan("watch-lease"),
        Watches = config.GetInt("watches"),
        WatchesOfKey = config.GetInt("watches-of-key"),
        UnansweredNews = config.GetInt("unanswered-news"),
        ForeignBytes = config.GetLong("foreign-bytes"),
        AuthorBytes = config.GetLong("author-bytes"),
        LinkBytesPerHour = config.GetLong("link-bytes-per-hour"),
    };

    private static Did Parse(string key, string text) => Did.TryParse(text, null, out var did)
        ? did
        : throw new ConfigurationException(
            $"rings.links.{key}: expected Dids such as 0x and 40 hex digits, not '{text}'.");
}
