namespace Rings.Transport.Tests.Stun;

/// <summary>The sample messages of RFC 5769, section 2, and of RFC 8489, appendix B.1.</summary>
internal static class StunVectors
{
    public const string Password = "VOkJxbRl1RmTxUk/WvJxBt";
    public const string LongTermUser = "マトリックス";
    public const string LongTermPassword = "TheMatrIX";
    public const string LongTermRealm = "example.org";

    /// <summary>No STUN message at all, though its first byte is right.</summary>
    public static ReadOnlySpan<byte> Garbage => "\0garbage that is longer than a header"u8;

    /// <summary>RFC 5769, section 2.1.</summary>
    public static byte[] Request => Convert.FromHexString(
        "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e2074657374" + "20636c69656e74"
        + "002400046e0001ff80290008932ff9b151263b36" + "0006000965" + "76746a3a68367659202020"
        + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    /// <summary>RFC 5769, section 2.2: 192.0.2.1:32853.</summary>
    public static byte[] ResponseIPv4 => Convert.FromHexString(
        "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
        + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

    /// <summary>RFC 5769, section 2.3: [2001:db8:1234:5678:11:2233:4455:6677]:32853.</summary>
    public static byte[] ResponseIPv6 => Convert.FromHexString(
        "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
        + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
        + "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c");

    /// <summary>RFC 5769, section 2.4.</summary>
    public static byte[] LongTermRequest => Convert.FromHexString(
        "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000"
        + "0015001c662f2f3439396b3935346436" + "4f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700"
        + "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666");

    /// <summary>RFC 8489, appendix B.1.</summary>
    public static byte[] LongTermSha256Request => Convert.FromHexString(
        "000100882112a44278ad3433c6ad72c029da412e001e0020"
        + "4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"
        + "001500296f624d61744a6f7332414141" + "43662f2f3439396b3935346436"
        + "4f4c33346f4c394653547679363473" + "41000000"
        + "0014000b6578616d706c652e6f726700001c0020"
        + "fd8c273860d2e18ebca4c89b6973befa7ee8ecc69e9642db326fab65a0b955ba");
}
