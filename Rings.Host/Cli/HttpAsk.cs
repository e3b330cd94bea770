namespace Rings.Host.Cli;

/// <summary>The headers by which a command and its node speak of HTTP requests: JSON in base64 each.</summary>
internal static class HttpAsk
{
    /// <summary>What is asked: <c>service</c>, <c>method</c>, <c>headers</c>.</summary>
    public const string Request = "Rings-Request";

    /// <summary>What was answered: <c>status</c>, <c>reason</c>, <c>headers</c>.</summary>
    public const string Answer = "Rings-Answer";
}
