using System.Diagnostics;
using Rings.Host.Cli;
using Rings.Host.Daemon;

namespace Rings.Host.Tests.Daemon;

/// <summary>The text of a unit, as systemd reads it.</summary>
public sealed class UnitFileSpecs
{
    [Fact]
    public void A_users_unit_has_what_a_users_manager_can_do()
    {
        var unit = UnitFile.OfUser(["/opt/anna/.dotnet/tools/rings", "run", "--data-dir", "/opt/anna/my data"]);

        Assert.Equal(
            """
            # Made by 'rings daemon install'; 'rings daemon remove' takes it away.
            [Unit]
            Description=Rings Network node
            [Service]
            ExecStart=/opt/anna/.dotnet/tools/rings run --data-dir "/opt/anna/my data"
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=15
            KillSignal=SIGTERM
            UMask=0077
            MemoryMax=1G
            TasksMax=256
            LimitNOFILE=8192
            NoNewPrivileges=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            [Install]
            WantedBy=default.target

            """.ReplaceLineEndings("\n"), unit);
    }

    [Fact]
    public void The_systems_unit_is_the_one_that_is_deployed_with_its_name_and_command_put_in()
    {
        var unit = UnitFile.OfSystem("ring-two", ["/usr/local/bin/rings", "run", "--data-dir", "/var/lib/ring-two"]).Split('\n');

        Assert.Contains("ExecStart=/usr/local/bin/rings run --data-dir /var/lib/ring-two", unit);
        Assert.Contains("StateDirectory=ring-two", unit);
        Assert.Contains("CacheDirectory=ring-two", unit);
        Assert.Contains("Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/ring-two", unit);
        foreach (var line in (string[])["DynamicUser=yes", "StateDirectoryMode=0700", "ProtectSystem=strict", "ProtectHome=yes", "SystemCallFilter=@system-service", "WantedBy=multi-user.target"])
            Assert.Contains(line, unit);
        Assert.DoesNotContain(unit, line => line.Contains("/etc/rings", StringComparison.Ordinal) || line.EndsWith("=rings", StringComparison.Ordinal));
    }

    [SystemdTheory]
    [InlineData(true, "Restart=on-failure", "Restart=on-failure", "")]
    [InlineData(false, "Restart=on-failure", "Restart=on-failure", "")]
    // That it would have found something.
    [InlineData(true, "Restart=on-failure", "Restart=sometimes", "Restart=sometimes|sometimes")]
    [InlineData(false, "MemoryMax=", "MemoryMost=", "MemoryMost")]
    public async Task Systemd_itself_reads_the_unit_without_a_word(bool isUser, string line, string inItsPlace, string says)
    {
        var folder = Directory.CreateTempSubdirectory("rings-units-");
        try
        {
            string[] command = [Environment.ProcessPath!, "run", "--data-dir", "/srv/two words 100%", "--join", "http://192.0.2.7:50001/#0x1"];
            var unit = (isUser ? UnitFile.OfUser(command) : UnitFile.OfSystem("ring-two", command))
                .Replace(line, inItsPlace, StringComparison.Ordinal);
            var file = Path.Combine(folder.FullName, "ring-two.service");
            await File.WriteAllTextAsync(file, unit);

            var said = await VerifyAsync(file, isUser);

            if (says.Length == 0) Assert.DoesNotContain("ring-two", said, StringComparison.Ordinal);
            else Assert.Matches(says, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("run", "run")]
    [InlineData("http://127.0.0.1:50001/#0xab", "http://127.0.0.1:50001/#0xab")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("100%", "\"100%%\"")]
    [InlineData("$HOME", "\"$$HOME\"")]
    [InlineData("say \"x\" \\", "\"say \\\"x\\\" \\\\\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("grün", "\"grün\"")]
    public void An_argument_is_read_back_as_it_is(string argument, string written) => Assert.Equal(written, UnitFile.Quoted(argument));

    [Theory]
    [InlineData("a\nExecStartPre=/bin/false")]
    [InlineData("a\0b")]
    [InlineData("\u001b")]
    public void A_line_end_in_an_argument_makes_no_line_of_a_unit(string argument) =>
        Assert.Contains("control character", Assert.Throws<UserErrorException>(() => UnitFile.Quoted(argument)).Message, StringComparison.Ordinal);

    private static async Task<string> VerifyAsync(string file, bool isUser)
    {
        var asked = new ProcessStartInfo(SystemdTheoryAttribute.Analyzer, ["verify", "--man=no", isUser ? "--user" : "--system", file])
        {
            RedirectStandardError = true,
        };
        asked.Environment["XDG_RUNTIME_DIR"] = Path.GetDirectoryName(file);
        using var process = Process.Start(asked)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.DoesNotContain("Failed to initialize", said, StringComparison.Ordinal);
        return said;
    }
}
