// Prints one HTML file and ends: a process of its own under a guard, so that a browser that hangs or dies takes nothing with it.
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { FOOTER, HEADER, MARGIN } from './page-frame.ts';
import type { PrintJob } from './print-job.ts';

/** No name is resolved, no GPU is asked for, and the file does not tell which browser on which system wrote it. */
const ARGUMENTS = ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND', '--user-agent=Evenkeel'];

async function print(browser: Browser, { html, pdf, patienceMs }: PrintJob): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true, serviceWorkers: 'block' });
  const address = pathToFileURL(html).href;
  await context.route('**/*', (route) => (route.request().url() === address ? route.continue() : route.abort()));
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(address);
  await page.pdf({
    path: pdf,
    format: 'A4',
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    displayHeaderFooter: true,
    headerTemplate: HEADER,
    footerTemplate: FOOTER,
    margin: MARGIN,
  });
}

const job = JSON.parse(process.argv[2] ?? '') as PrintJob;
try {
  const browser = await chromium.launch({
    executablePath: job.browser,
    chromiumSandbox: job.sandbox,
    args: ARGUMENTS,
    timeout: job.patienceMs,
  });
  try {
    await print(browser, job);
  } finally {
    await browser.close();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
