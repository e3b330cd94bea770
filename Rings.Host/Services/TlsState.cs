namespace Rings.Host.Services;

/// <summary>How the certificate of a kept service is.</summary>
/// <param name="Certificate">Its file.</param>
/// <param name="Until">When it ends; null: it cannot be used.</param>
/// <param name="Trouble">What is wrong, as a clause; null: nothing.</param>
internal sealed record TlsState(string Certificate, DateTimeOffset? Until, string? Trouble);
