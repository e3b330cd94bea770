namespace Rings.Transport.Sdp;

/// <summary>Sections that share one transport (RFC 9143), as far as data channels are concerned.</summary>
internal static class SdpBundle
{
    /// <summary>
    /// Which section's transport the data section of an offer uses: that of the first section of its group, which an
    /// answer must therefore not refuse (RFC 9143, section 7.3.3); else its own.
    /// </summary>
    /// <exception cref="SdpException">That section's transport cannot carry data channels.</exception>
    public static int TransportOf(List<SdpSection> sections, int data, IReadOnlyList<string>? bundle)
    {
        if (bundle is null)
            return data;

        foreach (var mid in bundle)
        {
            var index = sections.FindIndex(1, section => section["mid"] == mid);
            if (index == data && sections[index].Port > 0)
                return data;
            if (index > 0 && sections[index].Port > 0)
                return CanLend(sections[index].Media!) ? index : throw Unusable(sections[index].Media!);
        }

        return data;
    }

    /// <summary>
    /// Port 0 says that a section is refused (RFC 3264, section 6), but for one that an offer binds to its group.
    /// </summary>
    /// <exception cref="SdpException">The data section is refused.</exception>
    public static void CheckTaken(SdpSection data, bool hasOwnTransport, bool isOffer)
    {
        if (data.Port > 0 || isOffer && !hasOwnTransport && data["bundle-only"] is not null)
            return;

        throw new SdpException(isOffer
            ? "m=application: expected a port that is not 0, or a=bundle-only in a BUNDLE group with a transport"
            : "m=application: the other side has refused the data section (port 0)");
    }

    // RTP over DTLS: the one transport that media and data channels have in common.
    private static bool CanLend(SdpMedia media) =>
        media.Protocol is "UDP/TLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" && media.FirstFormat.Length > 0;

    private static SdpException Unusable(SdpMedia media) => new(
        $"a=group: expected the data section, or one over UDP/TLS/RTP/SAVPF, to be the first of the BUNDLE group, not "
        + $"\"{media.Media} {media.Protocol}\": put the data section first, or leave it out of the group");
}
