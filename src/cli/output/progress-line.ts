import type { Progress } from '../../run/ports.ts';

export interface ProgressLine {
  show(progress: Progress): void;
  end(): void;
}

/**
 * One line that tells what is done and what is left: rewritten in place on a terminal, one line a stage elsewhere.
 */
export function progressLine(stream: { readonly isTTY?: boolean; write(text: string): unknown }): ProgressLine {
  const state = { stage: 'start', rented: '', jobs: new Map<string, string>(), probes: '' };
  let length = 0;
  const text = (): string => [state.stage, state.rented, ...state.jobs.values(), state.probes].filter((part) => part !== '').join(' · ');
  // Nothing to tell before the first stage.
  let last = text();
  const draw = (): void => {
    const line = text();
    stream.write(`\r${line.padEnd(length)}`);
    length = line.length;
  };
  return {
    show(progress) {
      switch (progress.kind) {
        case 'stage':
          state.stage = progress.stage;
          if (stream.isTTY !== true) stream.write(`${text()}\n`);
          last = text();
          break;
        case 'rented':
          state.rented = `instances ${progress.done}/${progress.of}`;
          break;
        case 'job':
          state.jobs.set(progress.jobKind, `${progress.jobKind} ${progress.done}/${progress.of}${failures(progress.failed)}`);
          break;
        case 'probe':
          state.probes = `probes ${progress.done}${failures(progress.failed)}`;
          break;
      }
      if (stream.isTTY === true) draw();
    },
    end() {
      if (stream.isTTY === true && length > 0) stream.write(`\r${' '.repeat(length)}\r`);
      else if (text() !== last) stream.write(`${text()}\n`);
    },
  };
}

function failures(failed: number): string {
  return failed === 0 ? '' : ` (${failed} failed)`;
}
