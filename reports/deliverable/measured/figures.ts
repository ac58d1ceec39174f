import { code } from '../../blocks.ts';
import { jobsFigure as comparedJobsFigure, unitMediansFigure } from '../../compare/pair-figures.ts';
import type { FigureBlock } from '../../document.ts';
import { phasesFigures } from '../../run/sections/provisioning.ts';
import { strips } from '../../run/sections/outages.ts';
import { runsFigure, sharesFigure, weekMap, type SideSeries } from '../../run/job-companions.ts';
import { rentingBars } from '../../run/renting-bars.ts';
import { instanceMediansFigure, jobsFigure } from '../../run/series-figures.ts';
import { refuse } from '../refuse.ts';
import type { Directive } from '../text/directive.ts';
import { jobsOption, takeArguments } from './arguments.ts';
import { ofCampaigns, sidesInWords, type MakeBlock } from './block.ts';
import type { Measured } from './campaigns.ts';
import { pairAsked, seriesAsked } from './series-asked.ts';

/** `{{figure NAME …}}`. */
export const FIGURES: { readonly [name: string]: MakeBlock } = {
  /** The jobs of two campaigns on one scale. */
  compare: (directive, measured, id) => {
    const taken = takeArguments(directive, measured, { campaigns: 'pair', kind: true, options: ['jobs'] });
    const { model, pair } = pairAsked(measured, taken);
    const jobs = jobsOption(taken.option('jobs'));
    const last = Math.max(0, ...[pair.before, pair.after].flatMap(({ rows }) => rows.map(({ rank }) => rank)));
    if (jobs !== null && jobs.from > last) refuse(`jobs=${jobs.from}-${jobs.to} draws nothing: the last job has number ${last}`);
    const block = comparedJobsFigure({ ...model, jobs }, pair, id);
    return {
      title: ['Time of each ', code(pair.before.jobKind), ' job', ...ofCampaigns(taken.campaigns)],
      block: { ...block, caption: [...block.caption, ...sidesInWords(taken.campaigns)] },
    };
  },

  /** The jobs of one campaign. */
  jobs: (directive, measured, id) => {
    const taken = takeArguments(directive, measured, { campaigns: 'one', kind: true });
    const series = seriesAsked(measured, taken);
    const block = jobsFigure(measured.model(taken.campaigns[0] ?? ''), series, id);
    return { title: ['Time of each ', code(series.jobKind), ' job', ...ofCampaigns(taken.campaigns)], block };
  },

  /** Medians of the units of evidence of two campaigns, or of the instances of one. */
  medians: (directive, measured, id) => {
    const some = takeArguments(directive, measured, { campaigns: 'some', kind: true });
    if (some.campaigns.length === 1) {
      const series = seriesAsked(measured, some);
      const block = instanceMediansFigure(measured.model(some.campaigns[0] ?? ''), series, id);
      return { title: ['Median time of the ', code(series.jobKind), ' jobs of each instance', ...ofCampaigns(some.campaigns)], block };
    }
    const taken = takeArguments(directive, measured, { campaigns: 'pair', kind: true });
    const { pair } = pairAsked(measured, taken);
    const block = unitMediansFigure(pair, id);
    return {
      title: ['Median time of the ', code(pair.before.jobKind), ' jobs of each unit', ...ofCampaigns(taken.campaigns)],
      block: { ...block, caption: [...block.caption, ...sidesInWords(taken.campaigns)] },
    };
  },

  /** The share of jobs by their time. */
  ecdf: (directive, measured, id) => {
    const { sides, campaigns, kind } = sidesAsked(directive, measured);
    return { title: ['Share of the ', code(kind), ' jobs by their time', ...ofCampaigns(campaigns)], block: sharesFigure(sides, id) };
  },

  /** The medians of the runs in time, with events. */
  runs: (directive, measured, id) => {
    const { sides, campaigns, kind } = sidesAsked(directive, measured);
    const block = runsFigure(sides, measured.all?.facts.events ?? [], id);
    return { title: ['Median time of the ', code(kind), ' jobs of each run', ...ofCampaigns(campaigns)], block };
  },

  /** Medians by hour and weekday. */
  week: (directive, measured, id) => {
    const { sides, campaigns, kind } = sidesAsked(directive, measured);
    const block = weekMap(sides, () => id);
    if (block.kind !== 'figure')
      return refuse('has no data: a map of the week needs jobs on seven days in every campaign, and some hour with three jobs');
    return { title: ['Median time of the ', code(kind), ' jobs by hour and weekday', ...ofCampaigns(campaigns)], block };
  },

  /** What each look found, along time. */
  outages: (directive, measured, id) => {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'some' });
    const [figure] = strips(measured.sides(campaigns));
    if (figure === undefined) return refuse(`has no data: no look failed in ${campaigns.join(', ')}`);
    return { title: ['What each look found', ...ofCampaigns(campaigns)], block: { ...figure, id } };
  },

  /** Phases of renting, by instance. */
  phases: (directive, measured, id) => {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'one' });
    const figure = measured.sides(campaigns).flatMap((side): readonly FigureBlock[] => phasesFigures(side))[0];
    if (figure === undefined) return refuse(`has no data: no phase of renting an instance ended well in ${campaigns.join(', ')}`);
    return { title: ['Time of each phase of renting', ...ofCampaigns(campaigns)], block: { ...figure, id } };
  },

  /** Phases of renting upon each other, one bar an instance. */
  renting: (directive, measured, id) => {
    const { campaigns } = takeArguments(directive, measured, { campaigns: 'one' });
    const figure = measured.sides(campaigns).flatMap((side): readonly FigureBlock[] => rentingBars(side))[0];
    if (figure === undefined) return refuse(`has no data: no phase of renting an instance ended well in ${campaigns.join(', ')}`);
    return { title: ['Time until each instance could be used', ...ofCampaigns(campaigns)], block: { ...figure, id } };
  },
};

/** One kind of job of every campaign named. */
function sidesAsked(directive: Directive, measured: Measured) {
  const taken = takeArguments(directive, measured, { campaigns: 'some', kind: true });
  const [first = '', ...others] = taken.campaigns;
  const one = (name: string, kind: string | null): SideSeries => ({
    name,
    series: seriesAsked(measured, { ...taken, campaigns: [name], kind }),
  });
  const side = one(first, taken.kind);
  const kind = side.series.jobKind;
  return { campaigns: taken.campaigns, kind, sides: [side, ...others.map((name) => one(name, kind))] };
}
