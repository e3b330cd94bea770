using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings http</c>: one HTTP request to a service of another node.</summary>
internal static class HttpCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var service = new Argument<string>("service") { Description = "Its link with a path: ring://DID/NAME/PATH#t=…" };
        var method = new Option<string?>("--request", "-X") { Description = "The method (default: GET, or POST with data)" };
        var header = new Option<string[]>("--header", "-H") { Description = "'Name: value'; several may be given" };
        var data = new Option<string?>("--data", "-d") { Description = "The body: a text, @FILE, or @- for standard input" };
        var include = new Option<bool>("--include", "-i") { Description = "Print status and headers before the body" };
        var http = new Command("http", "Send one HTTP request to a service of another node, and print what it answers") { service, method, header, data, include };
        http.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            var body = parsed.GetValue(data);
            var ask = new JsonObject
            {
                ["service"] = parsed.GetValue(service),
                ["method"] = parsed.GetValue(method) ?? (body is null ? "GET" : "POST"),
                ["headers"] = new JsonArray([.. (parsed.GetValue(header) ?? []).Select(HeaderOf)]),
            };
            using var node = context.Connect();
            await using var output = Console.OpenStandardOutput();
            await using var input = BodyOf(body);
            var isShown = parsed.GetValue(include);
            var answer = await node.HttpAsync(ask, input, output, said =>
            {
                if (isShown) output.Write(Encoding.UTF8.GetBytes(Head(said)));
            }, cancel);
            if ((int)answer["status"]! >= 400) throw new UserErrorException($"the service answered {answer["status"]} {answer["reason"]}");
        }, left: "whether the service has acted on it is not known"));
        return http;
    }

    private static JsonArray HeaderOf(string text)
    {
        var end = text.IndexOf(':', StringComparison.Ordinal);
        return end > 0
            ? new JsonArray(text[..end].Trim(), text[(end + 1)..].Trim())
            : throw new UserErrorException($"--header: '{text}' is no header: expected 'Name: value'");
    }

    private static Stream? BodyOf(string? data) => data switch
    {
        null => null,
        "@-" => Console.OpenStandardInput(),
        ['@', .. var file] => File.OpenRead(file),
        _ => new MemoryStream(Encoding.UTF8.GetBytes(data)),
    };

    private static string Head(JsonNode answer) => string.Concat(
        [
            Visible.Line($"HTTP {answer["status"]} {answer["reason"]}") + "\n",
            .. answer["headers"]!.AsArray().Select(header => Visible.Line($"{header![0]}: {header[1]}") + "\n"), "\n",
        ]);
}
