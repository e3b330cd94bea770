// How long a node may take to be well again. A share runs beside other jobs, and looks whether it is, not how soon.
import { LEASH_MS } from '../lib/nodes.mjs';

export const RETURN_MS = process.argv.includes('--share') ? LEASH_MS : 10_000;
