namespace Rings.Protocol.Services;

/// <summary>Somebody showed a ticket that belongs to another: its owner may want to admit him.</summary>
/// <param name="Caller">Who.</param>
/// <param name="At">When.</param>
internal sealed record TicketTry(Did Caller, Instant At);
