using Akka.Actor;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Actors.Public;

/// <summary>The keeper of secrets, for code outside actors: the one place where Ask belongs. Thread-safe.</summary>
/// <param name="keeper">The keeper's actor.</param>
public sealed class RingsSecrets(IActorRef keeper)
{
    /// <summary>The disk answers within a minute, guardians prove within two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Asks for something.</summary>
    /// <exception cref="AskTimeoutException">The keeper has stopped.</exception>
    public Task<SecretReply> RunAsync(ISecretCommand command, CancellationToken cancel = default) =>
        keeper.Ask<SecretReply>(command, Patience, cancel);

    /// <summary>Has the guardians of a secret prove that they hold their shares.</summary>
    /// <exception cref="AskTimeoutException">The keeper has stopped.</exception>
    public Task<SecretProbed> ProbeAsync(ProbeSecret command, CancellationToken cancel = default) =>
        keeper.Ask<SecretProbed>(command, Patience, cancel);

    /// <summary>How things stand.</summary>
    /// <exception cref="AskTimeoutException">The keeper has stopped.</exception>
    public Task<SecretsView> ViewAsync(CancellationToken cancel = default) =>
        keeper.Ask<SecretsView>(GetSecrets.Instance, Patience, cancel);
}
