import type { Command } from 'commander';
import { readReport } from '../../../../reports/verify/read-report.ts';
import { verifyReport } from '../../../../reports/verify/verify-report.ts';
import { EXIT } from '../../../core/errors.ts';
import { withReader } from '../../compose/stores.ts';
import type { Context } from '../../context.ts';
import { describeVerification } from '../../output/describe-verification.ts';

export function addVerifyReport(report: Command, context: () => Context): void {
  report
    .command('verify')
    .argument('<file>', "report.md, report.html, numbers.json or the report's folder")
    .description('compute every number of a report again from the store, and say which no longer hold (exit 1) or cannot be told (3)')
    .action(async (file: string) => {
      const { config, json, output } = context();
      const found = await readReport(file);
      const verified = await withReader(config(), (reader) => verifyReport(found, reader));
      if (json) output.printJson(verified);
      else output.print(describeVerification(verified));
      if (verified.differs + verified.loose > 0) process.exitCode = EXIT.findings;
      else if (verified.unknown > 0) process.exitCode = EXIT.couldNotMeasure;
    });
}
