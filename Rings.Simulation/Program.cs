using Rings.Simulation.Commands;

return SimulationCommand.Create().Parse(args).Invoke();
