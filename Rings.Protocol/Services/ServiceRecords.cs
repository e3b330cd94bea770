namespace Rings.Protocol.Services;

/// <summary>How the records of services are called, and when each has to be put again.</summary>
/// <param name="self">The node.</param>
internal sealed class ServiceRecords(Did self)
{
    /// <summary>How often a manifest is put again while its owner is there.</summary>
    public static readonly TimeSpan ManifestPace = TimeSpan.FromHours(12);

    /// <summary>How often a presence and an announcement are put again: each stands for <see cref="Presence.Life"/>.</summary>
    public static readonly TimeSpan PresencePace = TimeSpan.FromSeconds(40);

    /// <summary>By how much the load has to move to be told before its time.</summary>
    public const int LoadStep = 25;

    private readonly Dictionary<ServiceName, Told> _told = [];

    /// <summary>The name of a provider's Register that says it is there.</summary>
    public static string PresenceName(Did owner, ServiceName name) => $"presence/{owner}/{name}";

    /// <summary>What has to be put now.</summary>
    /// <param name="service">A service of this node.</param>
    /// <param name="load">How full it is, 0 to 100.</param>
    /// <param name="now">The time.</param>
    public RecordsDue Due(OfferedService service, int load, Instant now)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!service.HasRecord && service.Owner == self) return RecordsDue.None;
        var told = _told.GetValueOrDefault(service.Name);
        var due = RecordsDue.None;
        if (service.Owner == self && IsLate(told.Manifest, ManifestPace, now)) due |= RecordsDue.Manifest;
        if (service.Owner == self && service.IsAnnounced && IsLate(told.Announcement, PresencePace, now))
            due |= RecordsDue.Announcement;
        var moved = told.Presence is not null && Math.Abs(load - told.Load) >= LoadStep;
        if (service.IsProvidedBy(self) && service.Manifest.Resource is not null && IsLate(told.Resource, PresencePace, now))
            due |= RecordsDue.Resource;
        if (service.IsProvidedBy(self) && (moved || IsLate(told.Presence, PresencePace, now))) due |= RecordsDue.Presence;
        return due;
    }

    /// <summary>Notes what was put. Where the ring refused it, it is tried again in its time.</summary>
    public void Put(ServiceName name, RecordsDue put, int load, Instant now)
    {
        var told = _told.GetValueOrDefault(name);
        if (put.HasFlag(RecordsDue.Manifest)) told = told with { Manifest = now };
        if (put.HasFlag(RecordsDue.Announcement)) told = told with { Announcement = now };
        if (put.HasFlag(RecordsDue.Resource)) told = told with { Resource = now };
        if (put.HasFlag(RecordsDue.Presence)) told = told with { Presence = now, Load = load };
        _told[name] = told;
    }

    /// <summary>A service is gone: what was put of it has to be ended.</summary>
    /// <returns>What the ring may still hold of it.</returns>
    public RecordsDue Forget(ServiceName name)
    {
        var told = _told.GetValueOrDefault(name);
        _told.Remove(name);
        return (told.Manifest is null ? RecordsDue.None : RecordsDue.Manifest)
            | (told.Announcement is null ? RecordsDue.None : RecordsDue.Announcement)
            | (told.Resource is null ? RecordsDue.None : RecordsDue.Resource)
            | (told.Presence is null ? RecordsDue.None : RecordsDue.Presence);
    }

    private static bool IsLate(Instant? last, TimeSpan pace, Instant now) => last is not { } then || now >= then + pace;

    private readonly record struct Told(Instant? Manifest, Instant? Announcement, Instant? Resource, Instant? Presence, int Load);
}
