namespace Rings.Transport.Sdp;

/// <summary>One <c>m=</c> section, as far as an answer has to mirror it.</summary>
/// <param name="Media">"application", "audio", …</param>
/// <param name="Protocol">"UDP/DTLS/SCTP", "UDP/TLS/RTP/SAVPF", …</param>
/// <param name="Formats">The rest of the line.</param>
/// <param name="Mid">From <c>a=mid</c>; null where there is none.</param>
internal sealed record SdpMedia(string Media, string Protocol, string Formats, string? Mid)
{
    /// <summary>
    /// What an answer repeats that takes the section as inactive: <c>a=rtpmap</c> and <c>a=fmtp</c> of its first
    /// format, and <c>a=rtcp-mux</c>.
    /// </summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];

    /// <summary>The first of <see cref="Formats"/>, which its sender likes best.</summary>
    public string FirstFormat =>
        Formats.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
}
