using System.ComponentModel;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Rings.Protocol.Tests;

public class DidTextSpecs
{
    private const string Checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    public static TheoryData<string> Forms => new("G", "N", "E", "D", "g", "n", "e", "d", "");

    /// <summary>The addresses of EIP-55's own list.</summary>
    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0x8617E340B3D01FA5F11F306F4090FD50E238070D")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [InlineData(Checksummed)]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void Eip55_examples_are_read_and_written_to_the_letter(string text) =>
        Assert.Equal(text, Did.Parse(text).ToString("E", null));

    [Fact]
    public void A_wrong_case_in_mixed_case_is_refused()
    {
        for (var i = 2; i < Checksummed.Length; i++)
        {
            if (!char.IsLetter(Checksummed[i])) continue;
            var changed = Checksummed.ToCharArray();
            changed[i] = (char)(changed[i] ^ 0x20);
            Assert.False(Did.TryParse(changed, out _), new string(changed));
        }
    }

    [Fact]
    public void All_upper_and_all_lower_case_need_no_checksum()
    {
        var did = Did.Parse(Checksummed);

        Assert.Equal(did, Did.Parse(Checksummed.ToLowerInvariant()));
        Assert.Equal(did, Did.Parse(Checksummed[2..].ToUpperInvariant()));
        Assert.Equal(did, Did.Parse("0X" + Checksummed[2..].ToUpperInvariant()));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Every_form_is_read_back_as_characters_and_as_bytes(string form) => DidSpecs.Any.Sample(did =>
    {
        var text = did.ToString(form, null);
        Span<byte> utf8 = stackalloc byte[64];

        Assert.True(did.TryFormat(utf8, out var length, form));
        Assert.Equal(text, Encoding.ASCII.GetString(utf8[..length]));
        Assert.Equal(did, Did.Parse(text, null));
        Assert.Equal(did, Did.Parse(utf8[..length], null));
    });

    [Fact]
    public void The_forms_are_those_of_the_protocol()
    {
        var did = Did.Parse(Checksummed);
        var digits = Checksummed[2..].ToLowerInvariant();

        Assert.Equal("0x" + digits, did.ToString());
        Assert.Equal(digits, $"{did:N}");
        Assert.Equal(Checksummed, $"{did:E}");
        Assert.Equal("did:rings:" + digits, $"{did:D}");
        Assert.Throws<FormatException>(() => did.ToString("Q", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("did:rings:")]
    [InlineData("did:ring:5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("did:rings:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1beae")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg")]
    [InlineData(" 5aaeb6053f3e94c9b9a09f33669435e7ef1beae")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1bea\u0660\u0661")]
    public void Other_text_is_refused_with_a_typed_error(string text)
    {
        Assert.Equal("Did", Assert.Throws<ProtocolException>(() => Did.Parse(text)).Field);
        Assert.False(Did.TryParse(text, null, out var did));
        Assert.Equal(Did.Zero, did);
    }

    [Fact]
    public void Any_text_gives_a_Did_or_the_typed_error() => Gen.String.Sample(text =>
        Assert.Equal(Did.TryParse(text, out _), Record.Exception(() => Did.Parse(text)) is not ProtocolException));

    [Fact]
    public void A_span_that_is_too_short_is_not_written_beyond()
    {
        Assert.False(Did.Zero.TryFormat(new char[41], out var written));
        Assert.Equal(0, written);
        Assert.False(Did.Zero.TryFormat(new byte[41], out written));
        Assert.Equal(0, written);
        Assert.True(Did.Zero.TryFormat(new char[42], out written));
        Assert.Equal(42, written);
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        var text = Checksummed.ToCharArray();
        var target = new char[64];
        long Work()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) Did.Parse(text).TryFormat(target, out _, "E");
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Work();
        Assert.Equal(0, Work());
    }

    [Fact]
    public void Json_holds_it_as_a_string_and_as_a_property_name()
    {
        var did = Did.Parse(Checksummed);
        var table = new Dictionary<Did, Did> { [did] = did };
        var json = JsonSerializer.Serialize(table);
        var text = Checksummed.ToLowerInvariant();

        Assert.Equal($$"""{"{{text}}":"{{text}}"}""", json);
        Assert.Equal(table, JsonSerializer.Deserialize<Dictionary<Did, Did>>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Did>("\"0x12\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Did>("12"));
    }

    [Fact]
    public void Type_descriptors_convert_it_for_configuration()
    {
        var converter = TypeDescriptor.GetConverter(typeof(Did));

        Assert.Equal(Did.Parse(Checksummed), converter.ConvertFromInvariantString(Checksummed));
        Assert.Equal(Checksummed.ToLowerInvariant(), converter.ConvertToInvariantString(Did.Parse(Checksummed)));
        Assert.Throws<ProtocolException>(() => converter.ConvertFromInvariantString("nobody"));
    }
}
