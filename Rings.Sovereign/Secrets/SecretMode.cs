namespace Rings.Sovereign.Secrets;

/// <summary>What is split.</summary>
public enum SecretMode
{
    /// <summary>A random number that a payload is sealed under: any bytes.</summary>
    Sealed = 1,

    /// <summary>The owner's own account key, of secp256k1: guardians see that they hold a share of that very key.</summary>
    Key = 2,
}
