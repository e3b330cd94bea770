using Rings.Host.Cli;

return await RingsCommand.InvokeAsync(args);
