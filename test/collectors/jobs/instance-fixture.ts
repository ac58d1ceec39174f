import { afterEach, beforeEach } from 'vitest';
import { processChannel, type ProcessChannel } from './process-channel.ts';
import { toolFolder, type ToolFolder } from './tool-folder.ts';

export interface InstanceFixture {
  channel: ProcessChannel;
  /** Scripts that stand before the machine's own tools. */
  tools: ToolFolder;
}

/** A fresh instance for each test of the file. */
export function instanceFixture(): InstanceFixture {
  const fixture = {} as InstanceFixture;
  beforeEach(async () => {
    fixture.tools = toolFolder();
    fixture.channel = await processChannel(fixture.tools.path);
  });
  afterEach(async () => {
    await fixture.channel.close();
    fixture.tools.remove();
  });
  return fixture;
}
