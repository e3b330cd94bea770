using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class CallerHeadersSpecs
{
    [Theory]
    [InlineData("Rings-Caller")]
    [InlineData("rings-caller")]
    [InlineData("RINGS-CALLER")]
    [InlineData("Rings_Caller")]
    [InlineData("rings.caller")]
    [InlineData("Rings!Caller")]
    [InlineData("Rings-Caller-Name")]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x_forwarded_host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Client-Cert")]
    [InlineData("X-Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X_Real_Ip")]
    public void What_a_target_could_read_as_the_providers_word_is_reserved(string name) => Assert.True(CallerHeaders.IsReserved(name));

    [Theory]
    [InlineData("")]
    [InlineData("Host")]
    [InlineData("Accept")]
    [InlineData("Cookie")]
    [InlineData("RingsCaller")]
    [InlineData("X-Rings-Caller")]
    [InlineData("Forwarded-Not")]
    [InlineData("X-Real-IPs")]
    public void Other_headers_are_the_callers(string name) => Assert.False(CallerHeaders.IsReserved(name));

    /// <summary>RFC 3875, 4.1.18, and what servers make of it: upper case, and one character for all that is no letter or digit.</summary>
    [Fact]
    public void Whatever_becomes_the_same_variable_is_reserved_too() =>
        Gen.Select(Gen.Char["-_.!~+^'*"], Gen.Bool.Array[12]).Sample((between, cases) =>
        {
            var letters = CallerHeaders.Caller.Select((letter, place) =>
                letter == '-' ? between : cases[place] ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
            Assert.True(CallerHeaders.IsReserved(string.Concat(letters)));
        });
}
