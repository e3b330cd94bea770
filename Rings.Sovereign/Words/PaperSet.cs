namespace Rings.Sovereign.Words;

/// <summary>What all shares of one secret on paper have in common.</summary>
/// <param name="Identifier">15 random bits.</param>
/// <param name="IsExtendable">Whether the identifier is left out of the encryption, so that more sets can be made.</param>
/// <param name="IterationExponent">0 to 15: 10,000 · 2^e rounds.</param>
/// <param name="GroupThreshold">Groups that give the secret, 1 to 16.</param>
/// <param name="GroupCount">Groups, 1 to 16.</param>
internal sealed record PaperSet(
    int Identifier, bool IsExtendable, int IterationExponent, int GroupThreshold, int GroupCount);
