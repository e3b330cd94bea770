using Rings.Actors.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Tests.Identity;

public sealed class KeyFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-key-").FullName;
    private readonly AccountKey _key = AccountKey.FromSecret(AccountKind.Ed25519, [.. Enumerable.Repeat((byte)7, 32)]);

    private string Path => System.IO.Path.Combine(_folder, "node.key");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_key_without_passphrase_is_read_back_from_a_file_of_its_owner_alone()
    {
        KeyFile.Write(Path, _key, null, []);

        using var read = KeyFile.Read(Path);

        Assert.Equal(_key.Did, read.Did);
        Assert.False(KeyFile.NeedsPassphrase(Path));
        Assert.Single(Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_key_under_a_passphrase_opens_with_it_alone()
    {
        KeyFile.Write(Path, _key, "secret", new byte[Keystore.RandomBytes]);

        Assert.True(KeyFile.NeedsPassphrase(Path));
        using var read = KeyFile.Read(Path, "secret");
        Assert.Equal(_key.Did, read.Did);
        Assert.Throws<ProtocolException>(() => KeyFile.Read(Path));
        Assert.Throws<ProtocolException>(() => KeyFile.Read(Path, "secreT"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_can_use_is_refused(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows()) return;
        KeyFile.Write(Path, _key, null, []);
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | others);

        Assert.Contains("only its owner", Assert.Throws<ProtocolException>(() => KeyFile.Read(Path)).Message);
    }

    [Fact]
    public void A_key_is_never_overwritten()
    {
        KeyFile.Write(Path, _key, null, []);
        using var other = AccountKey.FromSecret(AccountKind.Ed25519, [.. Enumerable.Repeat((byte)8, 32)]);

        Assert.Throws<IOException>(() => KeyFile.Write(Path, other, null, []));
        using var read = KeyFile.Read(Path);
        Assert.Equal(_key.Did, read.Did);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":"Ed25519"}""")]
    [InlineData("""{"kind":7,"secret":1}""")]
    [InlineData("""{"kind":"Ed25519","secret":"zz00000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"version":3}""")]
    public void A_file_that_holds_no_key_gets_a_typed_error(string text)
    {
        File.WriteAllText(Path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Throws<ProtocolException>(() => KeyFile.Read(Path, "p"));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_input_output_error() =>
        Assert.Throws<FileNotFoundException>(() => KeyFile.Read(Path));
}
