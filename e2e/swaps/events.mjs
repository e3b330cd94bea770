// Reads the events of RingsHtlc with ethers: "events.mjs URL ADDRESS", one line of JSON for each.
import { readFileSync } from 'node:fs';
import { Contract, JsonRpcProvider } from 'ethers';

const [url, address] = process.argv.slice(2);
const { abi } = JSON.parse(readFileSync(new URL('../../Rings.Sovereign.Chains/Evm/RingsHtlc.json', import.meta.url)));
const provider = new JsonRpcProvider(url);
const contract = new Contract(address, abi, provider);
for (const event of await contract.queryFilter('*', 0)) {
  const said = Object.fromEntries(Object.entries(event.args.toObject()).map(([name, value]) => [name, value.toString()]));
  console.log(JSON.stringify({ event: event.eventName, block: event.blockNumber, ...said }));
}
provider.destroy();
