namespace Rings.Host.Entrance;

/// <summary>What is wrong with the files of a certificate.</summary>
internal enum TlsFileTrouble
{
    /// <summary>One is not there, or cannot be read.</summary>
    NotFound,

    /// <summary>Others may read the key.</summary>
    OpenToOthers,

    /// <summary>There is no certificate in it, or it is damaged, or the password is wrong.</summary>
    NoCertificate,

    /// <summary>There is no key, or it is another certificate's.</summary>
    NoKey,

    /// <summary>It is not valid any more.</summary>
    Expired,
}
