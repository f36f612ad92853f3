import type { Schemas } from '../server/documents.js';
import type { DimensionForm, DraftForm, FlagType, GuardrailForm, MetricForm, PlanForm, VariantForm } from './form.js';
import { instantOf } from './local-time.js';
import { restOf } from './weights.js';

type Request = Schemas['EditExperimentRequest'];

/** What a draft says, as the server takes it. A part with a fault is left out. */
export type Content = Pick<Request, keyof Request>;
export type ContentField = keyof Content;

/** What is plainly missing or unreadable in the form, by JSON pointer, as the server names faults. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

export interface ReadForm {
  readonly content: Content;
  readonly faults: readonly Fault[];
}

/** Reads the form. Everything else that may be wrong is the server's to say. */
export function contentOf(form: DraftForm): ReadForm {
  const faults: Fault[] = [];
  /** A part of the content, unless reading it found a fault. */
  const part = <Part extends Content>(
    read: (fault: (pointer: string, detail: string) => void) => Part,
  ): Part | object => {
    const found = faults.length;
    const value = read((pointer, detail) => void faults.push({ pointer, detail }));
    return faults.length === found ? value : {};
  };
  const { name, description, hypothesis, exposure, traffic, trafficMax } = form;
  const content: Content = {
    ...{ description, hypothesis, exposure },
    bucketBy: form.bucketBy === '' ? null : form.bucketBy,
    conflictDomain: form.conflictDomain === '' ? null : form.conflictDomain,
    ...part((fault) => {
      if (name.trim() === '') fault('/name', 'A name is missing.');
      return { name };
    }),
    ...part((fault) => ({ variants: variantsOf(form.variants, form.type, fault) })),
    ...part((fault) => {
      if (trafficMax.trim() === '') fault('/trafficMax', 'A percentage is missing.');
      if (traffic.trim() === '') fault('/traffic', 'A percentage is missing.');
      return { traffic: traffic.trim(), trafficMax: trafficMax.trim() };
    }),
    ...part((fault) => ({ priority: wholeOf(form.priority.trim() === '' ? '0' : form.priority, '/priority', fault) })),
    ...part((fault) => {
      if (form.targetingFault !== null) fault('/targeting', form.targetingFault);
      return { targeting: targetingOf(form.targeting) };
    }),
    ...part((fault) => metricsOf(form.metrics, fault)),
    ...part((fault) => ({ planned: plannedOf(form.planned, fault) })),
    ...part((fault) => ({ dimensions: form.dimensions.map((each, index) => dimensionOf(each, index, fault)) })),
    ...part((fault) => ({ guardrails: form.guardrails.map((each, index) => guardrailOf(each, index, fault)) })),
    ...part((fault) => ({ schedule: scheduleOf(form, fault) })),
  };
  return { content, faults };
}

type Complain = (pointer: string, detail: string) => void;

// The cast says what JSON.parse returns: the builder wrote this text.
const targetingOf = (text: string): Schemas['JsonObject'] | null =>
  text === '' ? null : (JSON.parse(text) as Schemas['JsonObject']);

function variantsOf(variants: readonly VariantForm[], type: FlagType, fault: Complain): Schemas['VariantRequest'][] {
  const found = variants.map(({ key, value, weight, control }, index) => {
    if (key.trim() === '') fault(`/variants/${index}/key`, 'A key is missing.');
    if (!isNumber(weight)) fault(`/variants/${index}/weight`, 'A percentage is missing.');
    const read = readValue(type, value);
    if (read === undefined) fault(`/variants/${index}/value`, WANTED[type]);
    // The cast narrows what JSON.parse returned.
    return { key: key.trim(), value: read as Schemas['VariantRequest']['value'], weight: weight.trim(), control };
  });
  if (found.length < 2) fault('/variants', 'An experiment has at least two variants.');
  const rest = restOf(variants.map(({ weight }) => weight));
  if (rest !== '0') fault('/variants', `The weights sum to ${sumText(rest)}, not to 100.`);
  return found;
}

const sumText = (rest: string): string => `${Math.round((100 - Number(rest)) * 10_000) / 10_000}`;

const WANTED: Readonly<Record<FlagType, string>> = {
  boolean: 'Choose true or false.',
  string: 'A text is missing.',
  number: 'This is not a number.',
  json: 'This is not JSON.',
};

/** The value of a text; undefined if the type has no such value. */
function readValue(type: FlagType, text: string): unknown {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return isNumber(text) ? Number(text) : undefined;
    case 'json':
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
  }
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

function wholeOf(text: string, pointer: string, fault: Complain): number {
  if (!/^\s*\d{1,15}\s*$/.test(text))
    fault(pointer, text.trim() === '' ? 'A number is missing.' : 'This is not a whole number.');
  return Number(text);
}

function metricsOf(metrics: readonly MetricForm[], fault: Complain): Pick<Content, 'metrics' | 'primaryMetric'> {
  const found = metrics.map(({ metric, role, margin }, index) => {
    if (metric === '') fault(`/metrics/${index}/metric`, 'Choose a metric.');
    return { metric, role, margin: margin.trim() === '' ? null : margin.trim() };
  });
  return { metrics: found, primaryMetric: found.find(({ role }) => role === 'primary')?.metric ?? null };
}

function plannedOf({ by, amount, mde, alpha, power }: PlanForm, fault: Complain): Schemas['PlannedRequest'] | null {
  if (by === 'nothing') return null;
  for (const [field, text] of Object.entries({ mde, alpha, power }))
    if (text.trim() === '') fault(`/planned/${field}`, 'A number is missing.');
  return { mde: mde.trim(), alpha: alpha.trim(), power: power.trim(), [by]: wholeOf(amount, `/planned/${by}`, fault) };
}

function dimensionOf({ key, attribute, values }: DimensionForm, index: number, fault: Complain) {
  const found = linesOf(values);
  if (key.trim() === '') fault(`/dimensions/${index}/key`, 'A key is missing.');
  if (attribute.trim() === '') fault(`/dimensions/${index}/attribute`, 'An attribute is missing.');
  if (found.length === 0) fault(`/dimensions/${index}/values`, 'Values are missing.');
  return { key: key.trim(), attribute: attribute.trim(), values: found };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function guardrailOf(form: GuardrailForm, index: number, fault: Complain): Schemas['GuardrailRequest'] {
  const { key, metric, scope, action, sources, threshold, window, per, minSample, margin } = form;
  const at = `/guardrails/${index}`;
  if (metric === '') fault(`${at}/metric`, 'Choose a metric.');
  const common = { ...(key.trim() !== '' && { key: key.trim() }), metric, scope, action, sources };
  if (scope === 'treatment_vs_control') {
    if (margin.trim() === '') fault(`${at}/margin`, 'A margin is missing.');
    return { ...common, margin: margin.trim() };
  }
  if (threshold.trim() === '') fault(`${at}/threshold`, 'A threshold is missing.');
  return {
    ...common,
    threshold: threshold.trim(),
    windowMinutes: window.trim() === '' ? null : wholeOf(window, `${at}/windowMinutes`, fault),
    per,
    minSample: wholeOf(minSample.trim() === '' ? '0' : minSample, `${at}/minSample`, fault),
  };
}

function scheduleOf({ startAt, stopAt }: DraftForm, fault: Complain): Schemas['ScheduleRequest'] | null {
  const [start, stop] = [instantOf(startAt), instantOf(stopAt)];
  if (start === undefined) fault('/schedule/startAt', 'This is not a time.');
  if (stop === undefined) fault('/schedule/stopAt', 'This is not a time.');
  return (start ?? stop ?? null) === null ? null : { startAt: start ?? null, stopAt: stop ?? null };
}
