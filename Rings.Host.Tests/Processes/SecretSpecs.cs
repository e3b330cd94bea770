using System.Runtime.Versioning;

namespace Rings.Host.Tests.Processes;

/// <summary>A secret that is empty, blank or damaged opens nothing: the program says so and does not start.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SecretSpecs : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _data = Directory.CreateTempSubdirectory("rings-secrets-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\u00A0\n")]
    public async Task A_token(string content) =>
        Assert.Equal(
            $"rings: {Write("token", content)} does not hold an access token "
            + "(16 to 512 letters, digits and signs without a blank). "
            + "Remove it: rings run makes a new one",
            (await RunAsync("run", "--port", "0")).Complaint());

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \u00A0\r\nsecond line\n")]
    public async Task A_passphrase(string content)
    {
        var file = Write("words", content);

        Assert.Equal(
            $"rings: the first line of {file} is empty. Write the passphrase there",
            (await RunAsync("run", "--port", "0", "--passphrase-file", file)).Complaint());
        Assert.False(File.Exists(Path.Combine(_data, "node.key")));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000\n")]
    public async Task A_rings_secret(string content)
    {
        Write("rings.conf", $"rings.ring-secret-file = \"{Write("secret", content)}\"\n");

        Assert.EndsWith(
            "does not hold a secret of 64 random hex digits. Make one with: openssl rand -hex 32",
            (await RunAsync("run", "--port", "0")).Complaint(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("""{"kind":"Secp256k1","secret":""}""")]
    public async Task A_key_even_while_its_session_lasts(string content)
    {
        (await RunAsync("init")).Said();
        var file = Write("node.key", content);

        var complaint = (await RunAsync("run", "--port", "0")).Complaint();

        Assert.StartsWith($"rings: {file} does not hold a key (", complaint, StringComparison.Ordinal);
        Assert.EndsWith("Put its backup there; to run without it until the session ends, move it away", complaint, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_data, name);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    private Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", _data]);
}
