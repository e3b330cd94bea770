using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>One direction of AES-GCM for BouncyCastle's record layer; remembers its key for ours.</summary>
internal sealed class AesGcmCipher(bool encrypts) : TlsAeadCipherImpl, IDisposable
{
    private const int TagSize = 16;

    private AesGcm? _cipher;
    private byte[] _nonce = [];
    private byte[] _associated = [];

    /// <summary>The key; empty before the handshake derived it.</summary>
    public byte[] Key { get; private set; } = [];

    public void SetKey(byte[] key, int keyOff, int keyLen) => SetKey(key.AsSpan(keyOff, keyLen));

    public void SetKey(ReadOnlySpan<byte> key)
    {
        Key = key.ToArray();
        _cipher?.Dispose();
        _cipher = new AesGcm(key, TagSize);
    }

    public void Init(byte[] nonce, int macSize, byte[] additionalData)
    {
        _nonce = nonce;
        _associated = additionalData ?? [];
    }

    public int GetOutputSize(int inputLength) => encrypts ? inputLength + TagSize : inputLength - TagSize;

    public int DoFinal(byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset)
    {
        var size = GetOutputSize(inputLength);
        if (size < 0)
            throw new TlsFatalAlert(AlertDescription.bad_record_mac);

        var source = input.AsSpan(inputOffset, inputLength);
        var target = output.AsSpan(outputOffset);
        if (encrypts)
            Encrypt(source, target);
        else
            Decrypt(source, target[..size]);
        return size;
    }

    public int DoFinal(
        byte[] additionalData, byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset)
    {
        if (additionalData is { Length: > 0 })
            _associated = [.. _associated, .. additionalData];
        return DoFinal(input, inputOffset, inputLength, output, outputOffset);
    }

    public void Reset() => _associated = [];

    public void Dispose() => _cipher?.Dispose();

    private void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        var ciphertext = new byte[plaintext.Length];
        Span<byte> tag = stackalloc byte[TagSize];
        _cipher!.Encrypt(_nonce, plaintext, ciphertext, tag, _associated);
        ciphertext.CopyTo(output);
        tag.CopyTo(output[plaintext.Length..]);
    }

    private void Decrypt(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var plaintext = new byte[output.Length];
        try
        {
            _cipher!.Decrypt(_nonce, input[..^TagSize], input[^TagSize..], plaintext, _associated);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac, error);
        }

        plaintext.CopyTo(output);
    }
}
