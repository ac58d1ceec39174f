import { join } from 'node:path';
import { evenkeel, evenkeelJson } from './evenkeel.ts';

interface Tool {
  readonly what: string;
  readonly state: string;
}

/** The document in result/, with its PDF where Chromium is there; gives the path of the markdown. */
export async function writeDeliverable(folder: string): Promise<string> {
  const tools = await evenkeelJson<readonly Tool[]>(folder, ['doctor']);
  const isPrinted = tools.some(({ what, state }) => what === 'chromium' && state === 'found');
  await evenkeel(folder, ['report', 'deliverable', 'deliverable.yaml', '--out', 'result', ...(isPrinted ? ['--pdf'] : [])]);
  return join(folder, 'result', 'report.md');
}
