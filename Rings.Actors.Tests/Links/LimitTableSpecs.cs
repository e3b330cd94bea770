using System.Reflection;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// Every row of docs/protocol/9-limits.md has a test of what happens at the limit, against a whole node with 96 links, or
/// elsewhere for a reason.
/// </summary>
public sealed class LimitTableSpecs
{
    /// <summary>A frame, message or record is too long by itself; links do not come into it.</summary>
    private const string Size = "a size of one thing";

    /// <summary>One core of the node keeps the sum and is not told of links.</summary>
    private const string OneCore = "one core counts for the node, and knows no links";

    /// <summary>The bound is of one link, stream or caller; others cannot add to it.</summary>
    private const string OfOne = "a bound of one";

    /// <summary>The test elsewhere runs whole nodes too, with the links that it needs.</summary>
    private const string WholeNodes = "whole nodes there too";

    private static readonly Dictionary<string, Proof> Proofs = new()
    {
        ["frame"] = new(
            Size, "Rings.Protocol.Tests/Wire/EnvelopeSpecs",
            "The_longest_body_fits_into_a_frame_with_the_longest_delegation"),
        ["body of one transaction"] = new(
            Size, "Rings.Protocol.Tests/Wire/EnvelopeSpecs",
            "The_longest_body_fits_into_a_frame_with_the_longest_delegation"),
        ["delegation"] = new(
            Size, "Rings.Protocol.Tests/Identity/DelegationSpecs",
            "A_delegation_longer_than_the_limit_is_not_even_parsed"),
        ["signed object"] = new(
            Size, "Rings.Protocol.Tests/Wire/LinkCheckSpecs",
            "What_is_too_long_is_not_even_parsed"),
        ["transaction's life"] = new(
            Size, "Rings.Protocol.Tests/Wire/StrictFormSpecs",
            "A_time_to_live_out_of_range_is_refused"),
        ["offer's life"] = new(
            Size, "Rings.Protocol.Tests/Wire/LinkCheckSpecs",
            "Each_check_of_an_offer_has_its_refusal"),
        ["clock skew"] = new(
            OfOne, "Rings.Protocol.Tests/Wire/Inbound/ArrivalSpecs",
            "Each_cheap_check_has_its_outcome"),
        ["message, reassembled"] = new(
            Size, "Rings.Protocol.Tests/Wire/ReassemblySpecs",
            "A_body_is_neither_empty_nor_above_64_MiB"),
        ["messages in progress per origin"] = Here(
            nameof(NodeLimitSpecs.One_origin_no_more_than_8_messages_in_progress_by_however_many_links)),
        ["parts in progress per link, in all"] = Here(
            nameof(NodeLimitSpecs.Messages_in_progress_no_more_bytes_than_the_node_gives_them)),
        ["time of a message in progress"] = Here(
            nameof(NodeLimitSpecs.Messages_in_progress_are_given_up_after_a_minute_and_others_have_their_room)),
        ["half-open links"] = new(
            WholeNodes, "Rings.Actors.Tests/Links/OfferSpecs",
            "A_newcomer_is_linked_while_others_offer_and_never_go_on"),
        ["`Connect`"] = Here(
            nameof(NodeLimitSpecs.Offers_over_the_ring_no_more_than_10_a_second_are_looked_at)),
        ["HTTP offers"] = Here(
            nameof(NodeLimitSpecs.Offers_over_HTTP_no_more_than_64_at_once_are_looked_at_and_8_of_one_address)),
        ["services that a node provides; tickets; Dids on a service's lists"] = new(
            OneCore, "Rings.Protocol.Tests/Services/ServiceBookSpecs",
            "Services_tickets_and_lists_are_bounded"),
        ["streams of a caller to a service; of all callers"] = new(
            OneCore, "Rings.Protocol.Tests/Services/ServiceBookSpecs",
            "Streams_are_bounded_for_each_caller_and_for_all"),
        ["calls of a caller that fail, within a minute"] = new(
            OneCore, "Rings.Protocol.Tests/Services/ServiceBookSpecs",
            "Whoever_fails_sixteen_times_a_minute_is_not_looked_at_even_if_he_is_right_then"),
        ["calls that wait to be judged"] = new(
            WholeNodes, "Rings.Actors.Tests/Services/CallLimitSpecs",
            "Sixty_four_calls_wait_to_be_judged_and_those_beyond_hear_that_it_is_busy"),
        ["connections to targets under way; each"] = new(
            OneCore, "Rings.Actors.Tests/Services/TargetDialerSpecs",
            "No_more_are_dialled_at_a_time_than_the_bound_says"),
        ["services that a node knows of others; look-ups under way"] = Here(
            nameof(NodeLimitSpecs.Services_looked_up_no_more_than_64_at_a_time)),
        ["what a program may say to the proxy before it is connected"] = new(
            Size, "Rings.Protocol.Tests/Proxy/ProxyHandshakeSpecs",
            "A_header_that_does_not_end_is_refused_at_32_KiB"),
        ["tunnels, proxies and entrances; connections of each that is no entrance"] = new(
            OneCore, "Rings.Host.Tests/Services/TunnelsSpecs",
            "There_are_at_most_64_and_a_closed_one_makes_room"),
        ["connections of an entrance; to one service; of one source (an IPv6 /64 is one)"] = new(
            OneCore, "Rings.Protocol.Tests/Entrance/EntranceBookSpecs",
            "Connections_of_one_source_have_a_bound"),
        ["hello of a browser at an entrance"] = new(
            Size, "Rings.Protocol.Tests/Entrance/TlsHelloSpecs",
            "The_longest_hello_is_read_and_a_longer_one_is_not"),
        ["silence of an entrance's connection, both ways"] = new(
            OfOne, "Rings.Actors.Tests/Services/ServiceEntranceSpecs",
            "A_connection_that_is_silent_both_ways_is_closed_after_its_time"),
        ["bytes of an entrance per second and service; per month"] = new(
            OneCore, "Rings.Protocol.Tests/Entrance/EntranceBookSpecs",
            "Bytes_of_a_service_go_at_its_rate_whatever_others_carry"),
        ["entries of an entrance's list; services whose use it remembers"] = new(
            OneCore, "Rings.Protocol.Tests/Entrance/EntranceBookSpecs",
            "Ten_thousand_names_leave_256_entries_and_the_busiest_stays"),
        ["entrances whose month's bytes are written down"] = new(
            OneCore, "Rings.Host.Tests/Entrance/EntranceMethodsSpecs",
            "Of_entrances_beyond_64_the_one_whose_month_is_the_longest_ago_is_forgotten_and_a_damaged_file_is_said"),
        ["header of the PROXY protocol that a provider reads"] = new(
            Size, "Rings.Protocol.Tests/Entrance/ProxyHeaderSpecs", "What_is_none_is_refused"),
        ["certificate, key and password files"] = new(
            Size, "Rings.Host.Tests/Entrance/TlsFilesSpecs", "What_cannot_be_used_has_its_own_trouble"),
        ["manifest of a service"] = new(
            Size, "Rings.Protocol.Tests/Services/ServiceManifestSpecs",
            "A_manifest_out_of_its_bounds_is_refused"),
        ["sites that a node publishes"] = new(
            OneCore, "Rings.Host.Tests/Sites/SiteBookSpecs",
            "There_are_at_most_256_and_each_can_still_be_replaced"),
        ["connections to the web gateway"] = new(
            WholeNodes, "Rings.Host.Tests/Processes/GatewayLimitSpecs",
            "Connections_beyond_its_places_are_closed_commands_are_answered_and_one_that_ends_makes_room"),
        ["sites that a web gateway remembers"] = new(
            OneCore, "Rings.Host.Tests/Gateway/SiteSourceSpecs",
            "Sixty_four_sites_are_remembered_and_the_oldest_goes"),
        ["remembered peers"] = Here(
            nameof(NodeLimitSpecs.Peers_remembered_no_more_than_the_bound_though_more_are_linked)),
        ["remembered answers"] = new(
            OneCore, "Rings.Protocol.Tests/Wire/RememberedAnswersSpecs",
            "When_full_it_says_so_and_evicts_nothing"),
        ["held per link and lane"] = Here(
            nameof(NodeLimitSpecs.Bytes_held_no_more_than_the_node_holds_and_what_finds_no_room_is_told)),
        ["wait in a relay's queue"] = Here(
            nameof(NodeLimitSpecs.Frames_that_wait_half_a_second_for_their_link_are_dropped_and_told)),
        ["no credit while frames wait"] = Here(
            nameof(NodeLimitSpecs.A_link_that_grants_nothing_for_30_s_is_closed_and_no_other)),
        ["hellos that are remembered (6.2)"] = new(
            WholeNodes, "Rings.Actors.Tests/Sessions/LyingGreeterSpecs",
            "Many_Dids_by_one_link_take_its_share_and_newcomers_by_other_links_begin_their_sessions"),
        ["peers with a session; of them those that began it"] = new(
            WholeNodes, "Rings.Actors.Tests/Sessions/LyingGreeterSpecs",
            "Many_Dids_by_one_link_take_its_share_and_newcomers_by_other_links_begin_their_sessions"),
        ["leases of watches (5.4); of them at one key"] = new(
            WholeNodes, "Rings.Actors.Tests/Storage/WatchHogSpecs",
            "A_follower_is_told_at_once_while_many_Dids_by_one_link_watch_its_key"),
        ["delegation slots"] = Here(
            nameof(NodeLimitSpecs.Delegation_slots_no_more_than_64_for_all_origins_that_a_link_carries)),
        ["verified delegations"] = Here(
            nameof(NodeLimitSpecs.New_delegations_no_more_than_400_a_second_and_verified_ones_no_more_than_4096)),
        ["new delegations"] = Here(
            nameof(NodeLimitSpecs.New_delegations_no_more_than_400_a_second_and_verified_ones_no_more_than_4096)),
        ["accounts whose revocations are asked for, and revocations known"] = new(
            OneCore, "Rings.Actors.Tests/Identity/RevocationWatchSpecs",
            "There_is_room_for_so_many_and_no_more"),
        ["replay windows"] = Here(
            nameof(NodeLimitSpecs.Replay_windows_no_more_than_their_table_takes_and_an_eighth_by_one_link)),
        ["crumbs"] = Here(
            nameof(NodeLimitSpecs.Crumbs_no_more_than_their_table_takes)),
        ["per link, to be relayed or for this node"] = Here(
            nameof(NodeLimitSpecs.One_link_no_more_than_its_rate_and_the_others_all_of_theirs)),
        ["link control per link"] = Here(
            nameof(NodeLimitSpecs.Link_control_beyond_its_rate_closes_that_link_alone)),
        ["repeats by one link"] = Here(
            nameof(NodeLimitSpecs.Repeats_looked_at_no_more_than_a_second_allows)),
        ["repeats within a minute"] = new(
            WholeNodes, "Rings.Actors.Tests/Links/LyingLinkSpecs",
            "A_link_that_repeats_a_frame_is_slowed_and_at_last_closed"),
        ["verifications"] = Here(
            nameof(NodeLimitSpecs.Messages_verified_no_more_than_a_second_allows_and_each_link_has_its_share)),
        ["answers to what is not acted on (`Busy` unverified, receipts given again, congestion told)"] = Here(
            nameof(NodeLimitSpecs.Answers_to_what_is_not_acted_on_no_more_than_a_burst_and_another_link_gets_its_own)),
        ["per origin at the destination, after verification"] = Here(
            nameof(NodeLimitSpecs.One_origin_no_more_than_its_rate_by_however_many_links)),
        ["paths per node; opened by one link; from one link to one other; asked for by one link"] = Paths(
            nameof(NodePathLimitSpecs.Paths_no_more_than_there_are_places_and_memory_for_and_none_that_is_not_answered_for_10_s)),
        ["openings of paths"] = Paths(
            nameof(NodePathLimitSpecs.Openings_no_more_than_the_rate_of_a_link_and_of_an_origin_by_however_many_links)),
        ["an opening waits for its link"] = new(
            OfOne, "Rings.Protocol.Tests/Paths/PathLieSpecs",
            "A_silent_peer_has_ten_seconds_and_an_opening_that_cannot_leave_half_a_second"),
        ["path memory, promised"] = Paths(
            nameof(NodePathLimitSpecs.Paths_no_more_than_there_are_places_and_memory_for_and_none_that_is_not_answered_for_10_s)),
        ["window of a path"] = new(
            OfOne, "Rings.Protocol.Tests/Paths/PathLieSpecs",
            "Nobody_sends_more_than_was_granted"),
        ["credit of a path in hand"] = new(
            OfOne, "Rings.Protocol.Tests/Paths/PathLieSpecs",
            "Nobody_has_more_than_16_MiB_in_hand"),
        ["packet"] = new(
            Size, "Rings.Protocol.Tests/Paths/PathFrameSpecs",
            "A_packet_is_addressed_in_place_and_at_most_16417_bytes_long"),
        ["a path's bytes without credit; a path without packets; credit kept unused"] = Paths(
            nameof(NodePathLimitSpecs.Paths_without_packets_end_after_two_minutes_and_links_stay)),
        ["paths of others per link"] = new(
            OfOne, "Rings.Protocol.Tests/Paths/PathHistorySpecs",
            "Chains_of_any_rates_and_delays_are_used"),
        ["answers to openings for which the lane has no credit"] = Paths(
            nameof(NodePathLimitSpecs.A_link_that_opens_and_grants_nothing_for_the_answers_is_closed_and_no_other)),
        ["forgeries told to the link that brought them"] = Here(
            nameof(NodeLimitSpecs.Forgeries_told_no_more_than_a_burst_and_another_link_hears_of_its_own)),
        ["forgeries per link"] = Here(
            nameof(NodeLimitSpecs.A_link_that_brings_32_forgeries_in_a_minute_is_closed_and_no_other)),
        ["stream sets; of them opened by others"] = new(
            WholeNodes, "Rings.Actors.Tests/Streams/StreamLimitSpecs",
            "Sets_are_bounded_and_others_open_half_of_them_at_most"),
        ["streams of a set; opened per second and Did"] = new(
            OfOne, "Rings.Protocol.Tests/Streams/LyingOpenerSpecs",
            "More_streams_than_there_may_be_are_refused_and_twice_as_many_end_the_set"),
        ["a stream's window; a set's"] = new(
            OfOne, "Rings.Protocol.Tests/Streams/LyingOpenerSpecs",
            "A_lie_ends_the_set"),
        ["windows promised by a node; bytes that it keeps to send again"] = new(
            OneCore, "Rings.Protocol.Tests/Streams/LyingOpenerSpecs",
            "A_node_without_room_takes_no_set"),
        ["gaps in a stream, in a set's streams, in its paths"] = new(
            OfOne, "Rings.Protocol.Tests/Streams/LyingOpenerSpecs",
            "Bytes_with_more_gaps_than_paths_can_make_end_the_set_and_hold_no_more_than_the_window"),
        ["paths of a set at a time"] = new(
            OfOne, "Rings.Protocol.Tests/Streams/LyingOpenerSpecs",
            "A_set_has_eight_paths_at_a_time_and_refuses_the_next"),
        ["metadata of a stream; text of an end"] = new(
            Size, "Rings.Protocol.Tests/Streams/StreamVectorSpecs",
            "Broken_packets_are_refused"),
        ["an offered stream without an answer"] = new(
            WholeNodes, "Rings.Actors.Tests/Streams/StreamLimitSpecs",
            "A_stream_that_its_application_does_not_answer_is_refused_after_half_a_minute"),
        ["protocols that a node listens to"] = Here(
            nameof(NodeLimitSpecs.Protocols_listened_to_no_more_than_the_bound)),
        ["shares kept for one owner, for all (11)"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "A_guardian_keeps_sixty_four_shares_of_one_owner"),
        ["owners that a guardian's person names, claimants it expects"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "A_guardians_person_names_so_many_owners_and_claimants_and_no_more"),
        ["deals of owners who were not named"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "Strangers_fill_the_waiting_room_and_no_more"),
        ["claims within a day"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/ClaimSpecs",
            "Claims_are_bounded_for_a_claimant_an_owner_and_a_day_and_who_is_expected_passes"),
        ["life of a claim, and of what has ended"] = new(
            OfOne, "Rings.Sovereign.Tests/Secrets/ClaimSpecs",
            "A_claim_lives_fourteen_days"),
        ["wrong words"] = new(
            OfOne, "Rings.Sovereign.Tests/Secrets/ClaimSpecs",
            "Three_wrong_words_end_a_claim"),
        ["payload of a secret, guardians, delay"] = new(
            Size, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "An_order_out_of_its_range_is_refused"),
        ["message of `swap/1`"] = new(
            Size, "Rings.Sovereign.Tests/Swaps/SwapCodecSpecs",
            "A_message_above_2_KiB_and_one_of_no_kind_are_refused"),
        ["open swaps of a node; of them with one peer"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/SwapBookSpecs",
            "Open_swaps_are_bounded_for_each_peer_and_for_all_and_what_has_ended_makes_room"),
        ["swaps that have ended and are kept"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/SwapBookSpecs",
            "Swaps_that_have_ended_give_way_from_the_oldest_on"),
        ["life of an offer of a swap; how far away T1 may be"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/SwapRulesSpecs",
            "Each_thing_out_of_order_has_its_refusal_and_what_would_do"),
        ["confirmations of a lock"] = new(
            Size, "Rings.Sovereign.Tests/Swaps/SwapCodecSpecs",
            "An_offer"),
        ["questions that wait for one chain"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/ChainWatcherSpecs",
            "Beyond_256_questions_that_wait_one_has_failed_and_each_has_one_answer"),
        ["checks of both chains that wait"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/SwapDeskSpecs",
            "Beyond_128_checks_of_both_chains_that_wait_one_more_has_failed_as_if_a_chain_were_silent"),
        ["who waits to hear how the chains stand"] = new(
            OneCore, "Rings.Sovereign.Tests/Swaps/SwapDeskSpecs",
            "How_the_chains_stand_is_asked_anew_and_beyond_16_who_wait_one_is_told_that_the_node_is_too_busy"),
        ["own secrets, recoveries"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "An_owner_has_sixty_four_secrets_and_may_still_deal_each_anew"),
        ["versions of one secret that a guardian keeps at a time, and that a claimant takes of one guardian"] = new(
            OneCore, "Rings.Sovereign.Tests/Secrets/DealingSpecs",
            "A_guardian_keeps_sixteen_versions_of_one_secret_and_has_room_again_when_they_have_ended"),
        ["requests of a caller to services of kind HTTP that are under way; on one HTTP/2 connection"] = new(
            OneCore, "Rings.AspNetCore.Tests/Proxy/CallerPlacesSpecs",
            "A_caller_has_so_many_places_and_takes_none_of_another"),
        ["a target of kind HTTP that has the whole request and does not begin to answer"] = new(
            OneCore, "Rings.AspNetCore.Tests/Proxy/HttpServiceProxySpecs",
            "A_target_that_is_silent_is_given_up_after_two_minutes"),
        ["a caller of kind HTTP that says nothing at first"] = new(
            OneCore, "Rings.AspNetCore.Tests/Server/UseRingsSpecs",
            "A_caller_that_says_nothing_is_let_go_after_half_a_minute"),
        ["closed services that are opened in a web gateway"] = new(
            OneCore, "Rings.Host.Tests/Services/OpenedServicesSpecs",
            "There_are_at_most_1024_and_one_that_was_forgotten_makes_room"),
        ["members of a group"] = new(
            Size, "Rings.Sovereign.Tests/GroupDids/GroupLimitSpecs",
            "A_group_has_two_to_thirty_two_members"),
        ["groups of a node; plans that wait for its person"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/KeyCeremonySpecs",
            "Invitations_of_others_are_bounded_and_checked"),
        ["changes of a group that a member keeps; members of one, those who leave counted"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/GroupChangeSpecs", "Changes_that_are_kept_are_bounded"),
        ["members whose word a running node keeps of who owns its Did"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/GroupChangeSpecs", "Members_whose_word_a_running_node_keeps_are_bounded"),
        ["time to make a group's key, and to make a change"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/KeyCeremonySpecs",
            "Silence_at_any_step_names_the_silent_after_a_day"),
        ["message of `group/1`; text that a group signs"] = new(
            Size, "Rings.Sovereign.Tests/GroupDids/GroupLimitSpecs",
            "A_text_has_8_KiB_of_UTF_8_and_a_message_16"),
        ["requests kept for a group; open ones of a proposer"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/GroupSigningSpecs", "Open_requests_and_nonces_are_bounded"),
        ["life of a request"] = new(
            OfOne, "Rings.Sovereign.Tests/GroupDids/GroupLimitSpecs",
            "A_request_may_be_signed_for_seven_days_whatever_its_proposer_says"),
        ["pairs of nonces that a member holds; their life; lists it answers for a request"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/GroupSigningSpecs", "Attempts_at_a_request_are_bounded"),
        ["statements that wait for the node's signature"] = new(
            OneCore, "Rings.Sovereign.Tests/Actors/UnsignedStatementSpecs",
            "Of_more_than_1024_statements_those_that_wait_are_sent_and_the_others_when_they_are_asked_for_again"),
        ["renewals by a policy; its life; length and age of a draft"] = new(
            OneCore, "Rings.Sovereign.Tests/GroupDids/RenewalSpecs",
            "Twelve_times_and_half_a_year_and_then_persons_are_asked"),
        ["live proofs with others"] = new(
            WholeNodes, "Rings.Sovereign.Tests/Ring/ProofRingSpecs",
            "Of_more_offers_than_a_node_takes_at_once_those_beyond_hear_that_it_is_busy"),
        ["wishes of this node for live proofs"] = new(OneCore, "Rings.Sovereign.Tests/Actors/WishDeskSpecs", "Own_wishes_are_bounded"),
        ["rules by which a node answers wishes; verifiers that they have answered"] = new(
            OneCore, "Rings.Sovereign.Tests/Actors/CredentialRuleSpecs",
            "Rules_by_which_a_node_answers_and_the_verifiers_that_they_have_answered_are_bounded"),
        ["a rule in a wish"] = new(Size, "Rings.Sovereign.Tests/Proofs/WishSpecs", "What_breaks_a_rule_is_refused"),
        ["live proofs of shares that this node asks for"] = new(
            OneCore, "Rings.Sovereign.Tests/Actors/ProofDeskSpecs",
            "Proofs_of_shares_that_are_asked_for_are_bounded"),
        ["a person's time for a proof that is offered, or wished for"] = new(
            OfOne, "Rings.Sovereign.Tests/Actors/ProofDeskSpecs",
            "What_the_person_refuses_or_does_not_answer_is_not_asked_for"),
        ["step of a live proof"] = new(
            OfOne, "Rings.Sovereign.Tests/Actors/ProofDeskSpecs",
            "A_prover_that_breaks_off_after_the_last_opening_has_failed_and_waits"),
        ["wait after a refused proof; refused proofs of a day; provers remembered"] = new(
            OneCore, "Rings.Sovereign.Tests/Proofs/StatementSpecs",
            "After_256_refused_proofs_of_whomever_in_a_day_more_bits_are_asked_and_few_are_remembered"),
        ["proofs remembered, taken and given, of each"] = new(
            OneCore, "Rings.Sovereign.Tests/Actors/ProofDeskSpecs", "Of_more_than_64_proofs_the_oldest_is_forgotten"),
        ["tags remembered"] = new(
            OneCore, "Rings.Sovereign.Tests/Proofs/TagBookSpecs",
            "A_full_book_takes_no_new_tag_and_still_knows_the_old_ones"),
        ["memory of proofs that this node gives at once; an ask for what was not offered"] = new(
            Size, "Rings.Sovereign.Tests/Actors/ProofMemorySpecs", "Sixteen_large_proofs_at_once_stay_below_96_MiB_and_all_are_given"),
        ["a move of a proof; a part of it"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/StatementSpecs",
            "Parts_in_another_form_are_refused"),
        ["accounts of a statement; parts of one; its bytes"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/StatementSpecs",
            "Statements_that_say_nothing_or_too_much_are_refused"),
        ["a file that is shown to be there"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/CircuitStatementSpecs",
            "The_shortest_and_the_longest_file_are_shown_in_a_file_that_is_not_too_long"),
        ["circuits of others"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/NamedCircuitSpecs", "A_circuit_that_is_not_here_is_refused"),
        ["a tree of credentials"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/CredentialSpecs", "Trees_of_each_depth_hold_as_many_as_they_have_leaves"),
        ["a rule about a credential"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/CredentialSpecs", "What_is_no_rule_is_refused"),
        ["text of a credential in a file"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/CredentialSpecs",
            "A_credential_comes_back_from_its_file_and_an_altered_one_does_not"),
        ["text of a proof in a file"] = new(
            Size, "Rings.Sovereign.Tests/Proofs/ProofFileSpecs",
            "A_text_in_another_form_is_refused"),
    };

    [Fact]
    public void Every_row_is_named_here_and_nothing_else() => Assert.Equal(Rows().Order(), Proofs.Keys.Order());

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        foreach (var row in Rows())
        {
            var (reason, file, test) = Proofs[row];
            var source = File.ReadAllText(Path.Combine(Root(), file + ".cs"));
            Assert.True(source.Contains($" {test}(", StringComparison.Ordinal), $"{row}: no test {test} in {file}");
            Assert.True(reason.Length > 0, $"{row}: no reason");
        }
    }

    [Fact]
    public void Every_test_against_a_whole_node_is_that_of_a_row()
    {
        var tests = new[] { typeof(NodeLimitSpecs), typeof(NodePathLimitSpecs) }
            .SelectMany(specs => specs.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name);

        Assert.Superset(tests.ToHashSet(), Proofs.Values.Select(proof => proof.Test).ToHashSet());
    }

    private static Proof Here(string test) => new("96 links", "Rings.Actors.Tests/Links/NodeLimitSpecs", test);

    private static Proof Paths(string test) => new("96 links", "Rings.Actors.Tests/Links/NodePathLimitSpecs", test);

    /// <summary>The first cells of the table, up to their colon.</summary>
    private static IEnumerable<string> Rows() =>
        File.ReadAllLines(Path.Combine(Root(), "docs", "protocol", "9-limits.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split('|')[1].Split(':')[0].Trim());

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Rings.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    /// <param name="Reason">Why it is where it is.</param>
    /// <param name="File">Where, without its ending.</param>
    /// <param name="Test">Its name.</param>
    private sealed record Proof(string Reason, string File, string Test);
}
