using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rings.Host.Http;
using Rings.Host.Tests.Entrance;

namespace Rings.Host.Tests.Processes;

/// <summary>Services of one real node, used by another.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class ServiceCommandSpecs(TwoNodes nodes) : IAsyncLifetime
{
    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _leash = new(Program.Leash);

    public Task InitializeAsync()
    {
        _echo.Start();
        _ = AnswerAsync();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _leash.Cancel();
        _echo.Dispose();
        _leash.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Command("service add", "service list", "service show", "service remove", "service lookup", "forward")]
    public async Task A_public_service_is_added_found_used_and_removed()
    {
        var added = (await nodes.Anna.RunAsync("service", "add", "echo", "tcp", $"{Port}", "--public", "--title", "an echo")).Said();
        Assert.Contains($"ring://{nodes.Anna.Did}/echo", added, StringComparison.Ordinal);

        var found = (await nodes.Bela.RunAsync("service", "lookup", $"{nodes.Anna.Did}/echo")).Said();
        Assert.Contains("tcp, public. an echo", found, StringComparison.Ordinal);
        Assert.Contains($"{nodes.Anna.Did}  load 0", found, StringComparison.Ordinal);
        await using (var forward = nodes.Bela.Start("forward", "0", $"ring://{nodes.Anna.Did}/echo"))
        {
            Assert.Equal("HELLO", await AskAsync(await WhereAsync(forward), "hello"));
            Assert.Contains($"localhost:{Port}", (await nodes.Anna.RunAsync("service", "show", "echo")).Said(), StringComparison.Ordinal);
        }

        Assert.Contains("echo", (await nodes.Anna.RunAsync("service", "list")).Said(), StringComparison.Ordinal);
        Assert.Equal("echo is provided no longer\n", (await nodes.Anna.RunAsync("service", "remove", "echo")).Said());
        Assert.Contains("no service echo", (await nodes.Anna.RunAsync("service", "show", "echo")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("serve", "service allow", "service deny", "service ticket new", "service ticket list", "service ticket revoke")]
    public async Task A_served_port_is_for_whoever_holds_a_ticket_or_is_allowed_and_ends_with_the_command()
    {
        await using var serve = nodes.Anna.Start("serve", $"{Port}", "--name", "own", "--json");
        var said = System.Text.Json.Nodes.JsonNode.Parse((await serve.ReadUntilAsync(_ => true)).Trim())!;
        await using var forward = nodes.Bela.Start("forward", "0", (string)said["link"]!);
        var where = await WhereAsync(forward);
        Assert.Equal("HELLO", await AskAsync(where, "hello"));
        var ticket = (await nodes.Anna.RunAsync("service", "ticket", "list", "own")).Said();
        Assert.Contains($"for {nodes.Bela.Did}", ticket, StringComparison.Ordinal);

        (await nodes.Anna.RunAsync("service", "ticket", "revoke", "own", ticket.Split(' ')[0])).Said();
        Assert.Null(await AskAsync(where, "hello"));
        Assert.Contains("was not found", await forward.ReadUntilAsync(line => line.Contains("not found", StringComparison.Ordinal)), StringComparison.Ordinal);
        (await nodes.Anna.RunAsync("service", "allow", "own", nodes.Bela.Did)).Said();
        Assert.Equal("HELLO", await AskAsync(where, "hello"));
        (await nodes.Anna.RunAsync("service", "deny", "own", nodes.Bela.Did)).Said();
        Assert.Contains("#t=", (await nodes.Anna.RunAsync("service", "ticket", "new", "own", "--anyone")).Said(), StringComparison.Ordinal);
        Assert.Null(await AskAsync(where, "hello"));

        Assert.Equal(130, (await serve.InterruptAsync()).Code);
        while ((await nodes.Anna.RunAsync("service", "list", "--json")).Json().AsArray().Count > 0)
            Assert.False(_leash.IsCancellationRequested, "the service outlived its command");
    }

    [Fact]
    [Command("open", "http")]
    public async Task A_web_server_is_told_who_calls_by_command_and_at_the_web_gateway()
    {
        await using var web = ListenerFactory.Create(new IPEndPoint(IPAddress.Loopback, 0), new ListenerBounds(100, 16));
        web.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            context.Response.StatusCode = context.Request.Path == "/none" ? 404 : 200;
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Headers["Rings-Caller"]} {await body.ReadToEndAsync()}");
        });
        await web.StartAsync(_leash.Token);
        var link = $"ring://{nodes.Anna.Did}/page";
        (await nodes.Anna.RunAsync("service", "add", "page", "http", $"{ListenerFactory.EndpointOf(web).Port}", "--allow", nodes.Bela.Did)).Said();

        Assert.Equal($"GET {nodes.Bela.Did} ", (await nodes.Bela.RunAsync("http", link)).Said());
        var posted = (await nodes.Bela.RunAsync("http", "-i", "-H", "Rings-Caller: me", "-d", "hello", $"{link}/a")).Said();
        Assert.StartsWith("HTTP 200 OK\n", posted, StringComparison.Ordinal);
        Assert.EndsWith($"\n\nPOST {nodes.Bela.Did} hello", posted, StringComparison.Ordinal);
        var none = await nodes.Bela.RunAsync("http", $"{link}/none");
        Assert.Equal((1, "rings: the service answered 404 Not Found"), (none.Code, none.Error.Trim()));
        Assert.Contains("is no header", (await nodes.Bela.RunAsync("http", "-H", "x", link)).Complaint(), StringComparison.Ordinal);

        var page = new Uri((await nodes.Bela.RunAsync("open", "--print", $"{link}/b?c")).Said());
        Assert.Equal($"http://page.{nodes.Anna.Did[2..]}.localhost:{page.Port}/b?c", page.OriginalString.Trim());
        Assert.Equal((200, $"GET {nodes.Bela.Did} "), await BrowseAsync(page));
        Assert.Equal($"{link} is opened no longer\n", (await nodes.Bela.RunAsync("open", "--forget", link)).Said());
        Assert.Equal(404, (await BrowseAsync(page)).Status);
        Assert.Contains("is not opened here", (await nodes.Bela.RunAsync("open", "--forget", link)).Complaint(), StringComparison.Ordinal);
        (await nodes.Anna.RunAsync("service", "remove", "page")).Said();
    }

    [Fact]
    [Command("service add")]
    public async Task A_web_server_without_tls_gets_a_certificate_of_its_service()
    {
        var (certificate, key) = CertificateFiles.Make(nodes.Folder, "shop");
        await using var web = ListenerFactory.Create(new IPEndPoint(IPAddress.Loopback, 0), new ListenerBounds(100, 16));
        web.Run(context => context.Response.WriteAsync($"{context.Request.Headers["Rings-Caller"]} {context.Request.Headers["X-Forwarded-Proto"]}"));
        await web.StartAsync(_leash.Token);
        Task<Program.Ended> AddAsync(string kind, params string[] words) => nodes.Anna.RunAsync(
            ["service", "add", "shop", kind, $"{ListenerFactory.EndpointOf(web).Port}", "--allow", nodes.Bela.Did, .. words]);
        Assert.Contains("let its target end TLS", (await AddAsync("tcp", "--tls", certificate, "--key", key)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("name it with --tls", (await AddAsync("http", "--key", key)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("does not exist", (await AddAsync("http", "--tls", certificate, "--key", nodes.Fresh())).Complaint(), StringComparison.Ordinal);

        (await AddAsync("http", "--tls", certificate, "--key", key)).Said();

        Assert.Contains($"ends here with {certificate}, valid until", (await nodes.Anna.RunAsync("service", "show", "shop")).Said(), StringComparison.Ordinal);
        await using (var forward = nodes.Bela.Start("forward", "0", $"ring://{nodes.Anna.Did}/shop"))
        {
            Assert.Equal(("CN=shop", $"{nodes.Bela.Did} https"), await AskTlsAsync(await WhereAsync(forward)));
        }

        (await nodes.Anna.RunAsync("service", "remove", "shop")).Said();
    }

    [Fact]
    public async Task A_certificate_of_a_service_is_there_after_a_restart()
    {
        var (certificate, key) = CertificateFiles.Make(nodes.Folder, "kept");
        var data = nodes.Fresh();
        var (first, _) = await TwoNodes.StartAsync("--data-dir", data);
        (await Program.RunAsync("service", "add", "kept", "http", "8080", "--public", "--tls", certificate, "--key", key, "--data-dir", data)).Said();
        await first.InterruptAsync();
        await first.DisposeAsync();

        var (second, _) = await TwoNodes.StartAsync("--data-dir", data);
        await using var running = second;

        var shown = (await Program.RunAsync("service", "show", "kept", "--data-dir", data)).Said();
        Assert.Contains($"ends here with {certificate}, valid until", shown, StringComparison.Ordinal);
    }

    /// <summary>Whose certificate is shown, and what is answered inside.</summary>
    private async Task<(string Subject, string Text)> AskTlsAsync(IPEndPoint where)
    {
        var subject = "";
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => (subject = shown!.Subject).Length > 0,
            },
        });
        var text = await http.GetStringAsync(new Uri($"https://{where}/"), _leash.Token);
        return (subject, text);
    }

    /// <summary>What a web gateway shows.</summary>
    private async Task<(int Status, string Text)> BrowseAsync(Uri page)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{page.Port}{page.PathAndQuery}");
        request.Headers.Host = page.Authority;
        using var answer = await http.SendAsync(request, _leash.Token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(_leash.Token));
    }

    [Fact]
    [Command("proxy", "name add")]
    public async Task A_named_service_is_used_by_standard_input_and_by_the_proxy()
    {
        var link = (await nodes.Anna.RunAsync("service", "add", "named", "tcp", $"{Port}", "--json")).Json()["link"]!;
        var added = (await nodes.Bela.RunAsync("name", "add", "shout", (string)link!)).Said();
        Assert.Equal($"shout is ring://{nodes.Anna.Did}/named\n", added);

        var (ended, bytes) = await Program.RunWithAsync("hello"u8.ToArray(), "forward", "--stdio", "shout.rings", "--data-dir", nodes.Bela.Data);
        await using var proxy = nodes.Bela.Start("proxy", "--socks", "0");
        var line = await proxy.ReadUntilAsync(line => line.Contains("*.rings", StringComparison.Ordinal));

        Assert.Equal((0, "HELLO"), (ended.Code, Encoding.UTF8.GetString(bytes)));
        Assert.Equal("HELLO", await AskAsync(IPEndPoint.Parse(line.Split(' ')[0]), "hello", Encoding.ASCII.GetBytes("CONNECT shout.rings:1 HTTP/1.1\r\n\r\n")));
        var (refused, _) = await Program.RunWithAsync([], "forward", "--stdio", $"{nodes.Anna.Did}/none", "--data-dir", nodes.Bela.Data);
        Assert.Contains("was not found", refused.Complaint(), StringComparison.Ordinal);
        (await nodes.Anna.RunAsync("service", "remove", "named")).Said();
        (await nodes.Bela.RunAsync("name", "remove", "shout")).Said();
    }

    [Fact]
    [Command("entrance")]
    public async Task An_entrance_says_where_it_is_and_sends_away_who_speaks_no_tls()
    {
        Task<Program.Ended> Bela(params string[] words) => nodes.Bela.RunAsync(["entrance", "--zone", "zone.example", "--listen", "0", .. words]);
        await using var entrance = nodes.Bela.Start("entrance", "--zone", "zone.example", "--listen", "0", "--allow", $"{nodes.Anna.Did}");
        var line = await entrance.ReadUntilAsync(line => line.Contains("zone.example", StringComparison.Ordinal));

        var answer = await AskAsync(IPEndPoint.Parse(line.Split(' ')[0]), "GET / HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("leads to services of others", (await Bela("--allow", $"{nodes.Bela.Did}")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("is no alias", (await Bela("--allow", $"-={nodes.Anna.Did}")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_one_line()
    {
        Task<Program.Ended> Anna(params string[] words) => nodes.Anna.RunAsync(words);
        Assert.Contains("is no name of a service", (await Anna("service", "add", "No", "tcp", "80")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("is no target", (await Anna("service", "add", "no", "tcp", "nowhere")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("no service none", (await Anna("service", "remove", "none")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("needs pairs", (await Anna("forward", "80")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("one service, and no port", (await Anna("forward", "--stdio", "80", "x")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("not on loopback", (await Anna("proxy", "--socks", "0.0.0.0:0")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("no link of a service", (await Anna("forward", "0", "ring://0x12/web#t=x")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("not both", (await Anna("service", "ticket", "new", "none", "--anyone", "--for", nodes.Bela.Did)).Complaint(), StringComparison.Ordinal);
    }

    private int Port => ((IPEndPoint)_echo.LocalEndpoint).Port;

    private static async Task<IPEndPoint> WhereAsync(Program forward)
    {
        var line = await forward.ReadUntilAsync(line => line.Contains(" is ring://", StringComparison.Ordinal));
        return IPEndPoint.Parse(line.Split(' ')[0]);
    }

    /// <summary>What is answered; null: the connection was broken off.</summary>
    private async Task<string?> AskAsync(IPEndPoint where, string question, byte[]? before = null)
    {
        using var program = new TcpClient();
        try
        {
            await program.ConnectAsync(where, _leash.Token);
            using var reader = new StreamReader(program.GetStream());
            if (before is not null)
            {
                await program.Client.SendAsync(before, SocketFlags.None, _leash.Token);
                Assert.StartsWith("HTTP/1.1 200 ", await reader.ReadLineAsync(_leash.Token), StringComparison.Ordinal);
                Assert.Equal("", await reader.ReadLineAsync(_leash.Token));
            }

            await program.Client.SendAsync(Encoding.UTF8.GetBytes(question), SocketFlags.None, _leash.Token);
            program.Client.Shutdown(SocketShutdown.Send);
            return await reader.ReadToEndAsync(_leash.Token);
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A program that knows nothing of rings: answers in capitals once the question has ended.</summary>
    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _echo.AcceptTcpClientAsync(_leash.Token);
                using var reader = new StreamReader(caller.GetStream(), leaveOpen: true);
                var question = await reader.ReadToEndAsync(_leash.Token);
                await caller.Client.SendAsync(Encoding.UTF8.GetBytes(question.ToUpperInvariant()), SocketFlags.None, _leash.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
        {
            // The test is over, or a caller was broken off.
        }
    }
}
