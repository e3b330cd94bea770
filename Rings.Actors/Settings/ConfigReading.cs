using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Protocol;
using Rings.Protocol.Ring;

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

    private static Did Parse(string key, string text) => Did.TryParse(text, null, out var did)
        ? did
        : throw new ConfigurationException(
            $"rings.links.{key}: expected Dids such as 0x and 40 hex digits, not '{text}'.");
}
