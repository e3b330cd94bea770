using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>
/// <c>vectors/e2e.json</c> both ways: what it says is made anew from the draws, and what it holds is opened.
/// </summary>
public sealed class EndToEndVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("e2e.json");

    private static readonly Signer Alice = SignerOf("initiator");

    private static readonly Signer Bob = SignerOf("responder");

    private static readonly Instant Now = Instant.FromUnixMilliseconds(File["now_ms"]!.GetValue<long>());

    [Theory]
    [InlineData("sessions", 0)]
    [InlineData("sessions", 1)]
    [InlineData("conversation", null)]
    [InlineData("hybrid_sessions", 0)]
    [InlineData("hybrid_sessions", 1)]
    public void A_session_is_made_anew_to_the_byte(string name, int? index)
    {
        var vector = index is { } number ? File[name]![number]! : File[name]!;
        var suite = (SessionSuite)vector["suite"]!.GetValue<int>();
        using var initiator = SessionInitiator.Begin(
            Alice, Address.Of(Bob), [suite], Draws(vector, "initiator_draws"), Now);
        Assert.Equal(Text(vector, "hello"), Convert.ToHexStringLower(initiator.Hello.Bytes.Span));
        Assert.Equal(Text(vector, "hello_hash"), Convert.ToHexStringLower(initiator.HelloHash.Span));

        var responder = new SessionResponder(
            Bob, SessionRules.Suites, new ReplayMemory(1), Draws(vector, "responder_draws"));
        responder.Answer(initiator.Hello, Alice.Delegation, Now, out var answer, out var responding);
        Assert.Equal(Text(vector, "reply"), Convert.ToHexStringLower(answer!.Bytes.Span));
        initiator.Finish(answer, Bob.Delegation, out var initiating);
        Assert.Equal(Text(vector, "session_id"), Convert.ToHexStringLower(initiating!.Id.Span));

        Assert.All(vector["messages"]!.AsArray(), message => Say(message!, initiating, responding!));
    }

    [Fact]
    public void What_is_sealed_is_an_id_and_an_application_message() =>
        Assert.All(File["conversation"]!["messages"]!.AsArray(), message =>
        {
            var text = SessionText.Read(Hex(message!, "text"));
            Assert.Equal(Text(message!, "id"), text.Id.ToString());
            Assert.Equal(Text(message!, "protocol"), text.Message.Protocol);
            Assert.Equal(Text(message!, "payload"), Convert.ToHexStringLower(text.Message.Payload.Span));
        });

    [Fact]
    public void What_a_letter_seals_is_an_application_message_without_an_id() => Assert.Equal(
        "chat/1", Rings.Protocol.Wire.ApplicationMessage.Read(Hex(File["letter"]!, "text")).Protocol);

    [Fact]
    public void Hellos_are_judged_as_the_vectors_say() => Assert.Equal(14, Judged("judged_hellos", hello =>
        new SessionResponder(
            Bob, [SessionSuite.Aes256Gcm], new ReplayMemory(1), Draws(Session, "responder_draws")).Answer(
                SignedPayload.Read(hello), Alice.Delegation, Now, out _, out _)));

    [Fact]
    public void Replies_are_judged_as_the_vectors_say() => Assert.Equal(9, Judged("judged_replies", reply =>
    {
        using var initiator = Begin();
        return initiator.Finish(SignedPayload.Read(reply), Bob.Delegation, out _);
    }));

    [Fact]
    public void Hellos_of_the_hybrid_suites_are_judged_as_the_vectors_say() =>
        Assert.Equal(7, Judged("judged_hybrid_hellos", hello => new SessionResponder(
            Bob, Hybrid, new ReplayMemory(1), Draws(HybridSession, "responder_draws")).Answer(
                SignedPayload.Read(hello), Alice.Delegation, Now, out _, out _)));

    [Fact]
    public void Replies_of_the_hybrid_suites_are_judged_as_the_vectors_say() =>
        Assert.Equal(8, Judged("judged_hybrid_replies", reply =>
        {
            using var initiator = SessionInitiator.Begin(
                Alice, Address.Of(Bob), Hybrid, Draws(HybridSession, "initiator_draws"), Now);
            return initiator.Finish(SignedPayload.Read(reply), Bob.Delegation, out _);
        }));

    [Fact]
    public void Messages_are_judged_as_the_vectors_say() => Assert.Equal(14, Judged("judged_messages", message =>
    {
        using var initiator = Begin();
        new SessionResponder(
            Bob, [SessionSuite.Aes256Gcm], new ReplayMemory(1), Draws(Session, "responder_draws")).Answer(
                initiator.Hello, Alice.Delegation, Now, out _, out var session);
        return session!.Open(message, Now, out _);
    }));

    [Fact]
    public void Letters_are_judged_as_the_vectors_say() =>
        Assert.Equal(12, Judged("judged_letters", letter => Open(letter, "letter", isHybrid: false)));

    [Fact]
    public void Letters_with_ml_kem_are_judged_as_the_vectors_say() =>
        Assert.Equal(6, Judged("judged_hybrid_letters", letter => Open(letter, "hybrid_letter", isHybrid: true)));

    [Fact]
    public void Bundles_with_ml_kem_are_judged_as_the_vectors_say() =>
        Assert.Equal(4, Judged("judged_hybrid_bundles", bundle =>
            PrekeyBundle.Read(SignedPayload.Read(bundle), Bob.Delegation, Now, out _)));

    [Theory]
    [InlineData("first_message")]
    [InlineData("letter")]
    [InlineData("hybrid_letter")]
    public void A_first_message_is_made_anew_and_opened(string name)
    {
        var vector = File[name]!;
        var text = name == "first_message" ? Encoding.UTF8.GetBytes(Text(vector, "text")) : Hex(vector, "text");
        using var prekeys = new Prekeys(name == "hybrid_letter");
        var signed = prekeys.Renew(Bob, Draws(vector, "recipient_draws"), Now)!;
        Assert.Equal(Text(vector, "bundle"), Convert.ToHexStringLower(signed.Bytes.Span));
        PrekeyBundle.Read(signed, Bob.Delegation, Now, out var bundle);

        var mail = FirstMessage.Seal(
            Alice, bundle!, Hex(vector, "id"), text,
            Draws(vector, "sender_draws"), Now);

        Assert.Equal(Text(vector, "message"), Convert.ToHexStringLower(mail.Bytes.Span));
        Assert.Equal(SessionFailure.None, FirstMessage.Open(
            SignedPayload.Read(Hex(vector, "message")), Alice.Delegation, Address.Of(Bob), prekeys, new ReplayMemory(1),
            Now, out var opened));
        Assert.Equal(text, opened!.Plaintext.ToArray());
    }

    [Fact]
    public void ElGamal_ciphertexts_are_made_anew_and_their_sum_decrypts()
    {
        var vector = File["elgamal"]!;
        var privateKey = Hex(vector, "private_key");
        var publicKey = Secp256k1.PublicKey(privateKey, compressed: true);
        var random = Draws(vector, "draws");

        var left = ElGamal.EncryptNumber(publicKey, 19, random);
        var right = ElGamal.EncryptNumber(publicKey, 23, random);

        Assert.Equal(Text(vector, "ciphertext_of_19"), Convert.ToHexStringLower(left.ToByteArray()));
        Assert.Equal(Text(vector, "ciphertext_of_23"), Convert.ToHexStringLower(right.ToByteArray()));
        Assert.Equal(Text(vector, "sum"), Convert.ToHexStringLower(ElGamal.Add(left, right).ToByteArray()));
        Assert.True(ElGamal.TryDecryptNumber(
            privateKey, ElGamalCiphertext.Read(Hex(vector, "sum")), 100, out var sum));
        Assert.Equal(42, sum);
    }

    private static readonly SessionSuite[] Hybrid = [SessionSuite.HybridAes256Gcm, SessionSuite.Aes256Gcm];

    private static JsonNode Session => File["sessions"]![0]!;

    private static JsonNode HybridSession => File["hybrid_sessions"]![0]!;

    private static SessionInitiator Begin() => SessionInitiator.Begin(
        Alice, Address.Of(Bob), [SessionSuite.Aes256Gcm], Draws(Session, "initiator_draws"), Now);

    private static SessionFailure Open(byte[] letter, string to, bool isHybrid)
    {
        using var prekeys = new Prekeys(isHybrid);
        prekeys.Renew(Bob, Draws(File[to]!, "recipient_draws"), Now);
        return FirstMessage.Open(
            SignedPayload.Read(letter), Alice.Delegation, Address.Of(Bob), prekeys, new ReplayMemory(1), Now, out _);
    }

    private static int Judged(string name, Func<byte[], SessionFailure> judge)
    {
        var vectors = File[name]!.AsArray();
        Assert.All(vectors, vector =>
            Assert.Equal((Text(vector!, "name"), Text(vector!, "outcome")),
            (Text(vector!, "name"), $"{judge(Hex(vector!, "bytes"))}")));
        return vectors.Count;
    }

    private static void Say(JsonNode message, Session initiating, Session responding)
    {
        var byInitiator = message["by_initiator"]!.GetValue<bool>();
        var (from, to) = byInitiator ? (initiating, responding) : (responding, initiating);
        var said = message["id"] is null ? Encoding.UTF8.GetBytes(Text(message, "text")) : Hex(message, "text");
        var sealedText = from.Seal(said);

        Assert.Equal(Text(message, "message"), Convert.ToHexStringLower(sealedText));
        Assert.Equal(SessionFailure.None, to.Open(sealedText, Now, out var text));
        Assert.Equal(said, text);
    }

    private static RandomBytes Draws(JsonNode vector, string name)
    {
        var draws = new Queue<byte[]>(vector[name]!.AsArray().Select(draw => Convert.FromHexString(draw!.ToString())));
        return target => draws.Dequeue().CopyTo(target);
    }

    private static Signer SignerOf(string side) => new(
        SessionKey.FromSeed(Hex(File, $"{side}_seed")), Delegation.Read(Hex(File, $"{side}_delegation")));

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(Text(vector, name));
}
