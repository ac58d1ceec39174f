import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addCompareReport } from './report/compare.ts';
import { addDeliverableReport } from './report/deliverable.ts';
import { addIncidentReport } from './report/incident.ts';
import { addLintReport } from './report/lint.ts';
import { addRegressionReport } from './report/regression.ts';
import { addRunReport } from './report/run.ts';
import { addStatusReport } from './report/status.ts';
import { addVerifyReport } from './report/verify.ts';

/** One file a kind of document, in `report/`. */
const KINDS = [
  addRunReport,
  addCompareReport,
  addStatusReport,
  addDeliverableReport,
  addIncidentReport,
  addRegressionReport,
  addVerifyReport,
  addLintReport,
];

export function addReportCommand(program: Command, context: () => Context): void {
  const report = program.command('report').description('documents from the store: markdown, HTML, CSV');
  for (const add of KINDS) add(report, context);
}
