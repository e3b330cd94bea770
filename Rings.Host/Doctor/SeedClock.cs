namespace Rings.Host.Doctor;

/// <summary>Carries requests to a seed, without redirects, and remembers the date of its last answer.</summary>
internal sealed class SeedClock() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    /// <summary>What the seed's clock said; null: nothing yet.</summary>
    public DateTimeOffset? Said { get; private set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Said = response.Headers.Date;
        return response;
    }
}
