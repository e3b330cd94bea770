using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>A message to be sent end to end, by mail where its recipient is away.</summary>
/// <param name="To">Whom it is for.</param>
/// <param name="Message">What it says.</param>
public sealed record SecretSend(Did To, SecretMessage Message);
