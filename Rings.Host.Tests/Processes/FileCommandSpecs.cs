using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Files and directories, with the names and links that disks have.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class FileCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("file put", "file get")]
    public async Task A_file_that_one_stores_the_other_fetches()
    {
        var (from, to) = (nodes.Fresh(), nodes.Fresh());
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(from, bytes);

        var root = (await nodes.Anna.RunAsync("file", "put", from)).Said().TrimEnd();
        var got = (await nodes.Bela.RunAsync("file", "get", root, "--output", to, "--json")).Json();
        var piped = (await Program.RunWithAsync(bytes, "file", "put", "-", "--json", "--data-dir", nodes.Anna.Data)).Bytes;

        Assert.Equal(bytes.Length, (long)got["size"]!);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(to));
        Assert.Empty(Directory.GetFiles(nodes.Folder, Path.GetFileName(to) + ".part*"));
        var stored = JsonNode.Parse(piped)!;
        Assert.Equal(bytes.Length, (long)stored["size"]!);
        // Seven pieces of 32 KiB and their list; each on both nodes of the ring.
        Assert.Equal((8, 2), ((int)stored["parts"]!, (int)stored["copies"]!));
        Assert.True((DateTimeOffset)stored["expires"]! > DateTimeOffset.UtcNow);
    }

    [Fact]
    [Command("file ls")]
    public async Task A_directory_is_listed_and_comes_back_whole_whatever_its_files_are_called()
    {
        var folder = nodes.Fresh();
        string[] names = ["index.html", "100%.txt", "100%25.txt", "h#q?.txt", "end ", "12:30.txt", "a/b/ä 漢.txt", "&+;=@,$!~"];
        foreach (var name in names) Write(folder, name, "this is " + name);

        var stored = (await nodes.Anna.RunAsync("file", "put", folder, "--json")).Json();
        var root = (string)stored["root"]!;
        Assert.Equal(names.Length, (int)stored["files"]!);
        Assert.Equal(2 * names.Length + 1, (int)stored["parts"]!);
        var target = nodes.Fresh();
        var whole = (await nodes.Bela.RunAsync("file", "get", root, "-o", target, "--json")).Json();

        Assert.Equal(names.Length, (int)whole["files"]!);
        var listed = (await nodes.Bela.RunAsync("file", "ls", root, "--json")).Json().AsArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Select(entry => (string?)entry!["path"]));
        foreach (var name in names)
        {
            Assert.Equal("this is " + name, await File.ReadAllTextAsync(Path.Combine(target, name)));
            Assert.Equal("this is " + name, (await nodes.Bela.RunAsync("file", "get", $"{root}/{name}")).Said());
        }

        Assert.Contains("rings file get", (await nodes.Bela.RunAsync("file", "get", root)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("has no nothing", (await nodes.Bela.RunAsync("file", "get", root + "/nothing")).Complaint(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../metrics")]
    [InlineData("..%2f..%2fmetrics")]
    [InlineData("%2e%2e/%2e%2e/metrics")]
    [InlineData("./index.html")]
    public async Task A_path_that_leads_elsewhere_is_not_fetched(string path)
    {
        var folder = nodes.Fresh();
        Write(folder, "index.html", "<p>");
        var root = (await nodes.Anna.RunAsync("file", "put", folder)).Said().TrimEnd();

        (await nodes.Anna.RunAsync("file", "get", $"{root}/{path}", "-o", nodes.Fresh())).Complaint();
    }

    [Fact]
    public async Task Links_that_lead_out_are_left_out_unless_they_are_asked_for()
    {
        var folder = nodes.Fresh();
        Write(folder, "index.html", "<p>");
        Write(folder, "sub/page.html", "<q>");
        var (outside, secret) = (nodes.Fresh(), nodes.Fresh());
        Write(outside, "kept.txt", "kept");
        await File.WriteAllTextAsync(secret, "secret");
        File.CreateSymbolicLink(Path.Combine(folder, "secret.txt"), secret);
        File.CreateSymbolicLink(Path.Combine(folder, "outside"), outside);
        File.CreateSymbolicLink(Path.Combine(folder, "again.html"), "index.html");
        File.CreateSymbolicLink(Path.Combine(folder, "loop"), ".");
        File.CreateSymbolicLink(Path.Combine(folder, "nowhere"), "none");
        await Process.Start("mkfifo", Path.Combine(folder, "pipe")).WaitForExitAsync();

        var plain = await nodes.Anna.RunAsync("file", "put", folder);
        var followed = await nodes.Anna.RunAsync("file", "put", folder, "--follow-links");

        Assert.Equal(["again.html", "index.html", "sub/page.html"], await PathsOfAsync(plain));
        Assert.Equal(
            ["again.html", "index.html", "outside/kept.txt", "secret.txt", "sub/page.html"], await PathsOfAsync(followed));
        Assert.Equal(
            ["loop", "nowhere", "outside", "pipe", "secret.txt"],
            plain.ErrorLines.Select(line => line["rings: left out ".Length..line.IndexOf(':', 20)]).Order());
    }

    [Fact]
    public async Task A_name_that_cannot_be_stored_is_told_before_anything_is_sent()
    {
        var folder = nodes.Fresh();
        Write(folder, "index.html", "<p>");
        Write(folder, "back\\slash", "x");
        Write(folder, "line\nend", "x");

        var complaint = (await nodes.Anna.RunAsync("file", "put", folder)).Complaint();

        Assert.StartsWith(@"rings: these names cannot be stored: back\slash, line\nend. ", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_where_the_partial_file_is_to_be_is_not_followed()
    {
        var (from, to, precious) = (nodes.Fresh(), nodes.Fresh(), nodes.Fresh());
        await File.WriteAllTextAsync(from, "new");
        await File.WriteAllTextAsync(precious, "precious");
        var root = (await nodes.Anna.RunAsync("file", "put", from)).Said().TrimEnd();
        foreach (var target in (string[])[precious, nodes.Fresh()])
        {
            File.Delete(to + ".part");
            File.CreateSymbolicLink(to + ".part", target);

            Assert.Contains(".part is a link to ", (await nodes.Anna.RunAsync("file", "get", root, "-o", to)).Complaint(), StringComparison.Ordinal);
            Assert.False(File.Exists(to));
        }

        Assert.Equal("precious", await File.ReadAllTextAsync(precious));
    }

    [Fact]
    public async Task A_directory_is_not_written_through_a_link_in_the_folder()
    {
        var (folder, target, elsewhere) = (nodes.Fresh(), nodes.Fresh(), nodes.Fresh());
        Write(folder, "sub/page.html", "<q>");
        Directory.CreateDirectory(elsewhere);
        Directory.CreateDirectory(target);
        File.CreateSymbolicLink(Path.Combine(target, "sub"), elsewhere);
        var root = (await nodes.Anna.RunAsync("file", "put", folder)).Said().TrimEnd();

        Assert.Contains("is a link and leads elsewhere", (await nodes.Anna.RunAsync("file", "get", root, "-o", target)).Complaint(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    private async Task<IEnumerable<string?>> PathsOfAsync(Program.Ended put) =>
        (await nodes.Anna.RunAsync("file", "ls", put.Said().TrimEnd(), "--json")).Json().AsArray()
            .Select(entry => (string?)entry!["path"]);

    private static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
