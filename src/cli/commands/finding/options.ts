import { Option } from 'commander';
import { FINDING_STATUSES, IMPACTS } from '../../../core/finding.ts';
import { gathered, wordOption } from '../../options.ts';

/** Options that several commands of `finding` share. */
export const impactOption = (): Option =>
  new Option('--impact <impact>', `how much it matters: ${IMPACTS.join(', ')}`).argParser(wordOption(IMPACTS));

export const statusOption = (): Option =>
  new Option('--status <status>', `where it stands: ${FINDING_STATUSES.join(', ')}`).argParser(wordOption(FINDING_STATUSES));

export const linkOption = (): Option =>
  new Option(
    '--link <id>',
    'what shows it: incident-2, judgement-7, obs-12, event-3, a run, evidence, https://… (may be repeated)',
  ).argParser(gathered);

export const byOption = (): Option => new Option('--by <name>', 'who says so (default: the user name)');
