using System.Net;
using Rings.Host.Doctor;

namespace Rings.Host.Tests.Doctor;

public sealed class StunProbeSpecs
{
    // RFC 5769 §2.2: the sample IPv4 response; the request has its transaction id.
    private const string Response =
        "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
        + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";

    private static readonly byte[] Request = Convert.FromHexString("000100002112a442b7e7a701bc34d686fa87dfae");

    [Fact]
    public void The_sample_of_RFC_5769_is_read() => Assert.Equal(
        IPEndPoint.Parse("192.0.2.1:32853"), StunProbe.Read(Convert.FromHexString(Response), Request));

    [Fact]
    public void An_answer_to_another_request_is_none()
    {
        var other = (byte[])Request.Clone();
        other[^1] ^= 1;

        Assert.Null(StunProbe.Read(Convert.FromHexString(Response), other));
    }

    [Fact]
    public void No_part_of_an_answer_is_read_beyond_its_end()
    {
        var whole = Convert.FromHexString(Response);
        for (var length = 0; length < 48; length++) Assert.Null(StunProbe.Read(whole.AsSpan(0, length), Request));
    }
}
