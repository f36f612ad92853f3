import { createContext, use } from 'react';
import type { Fault } from './content-of.js';

export const FaultsContext = createContext<readonly Fault[]>([]);

/** Pointers that a control of the form shows. */
const SHOWN =
  /^\/(name|key|flag|description|hypothesis|exposure|traffic|trafficMax|bucketBy|conflictDomain|priority|variants|metrics|primaryMetric|planned|dimensions|guardrails|schedule)$|^\/targeting(\/|$)|^\/variants\/\d+\/(key|weight|value|control)(\/|$)|^\/metrics\/\d+(\/(metric|role|margin))?$|^\/planned\/(mde|alpha|power|subjects|days)$|^\/dimensions\/\d+\/(key|attribute|values)(\/|$)|^\/guardrails\/\d+\/(key|metric|scope|action|threshold|windowMinutes|per|minSample|margin|sources|kind)$|^\/schedule\/(startAt|stopAt)$/;

/** The faults that no control shows: they are told for the whole form. */
export const faultsElsewhere = (faults: readonly Fault[]): readonly Fault[] =>
  faults.filter(({ pointer }) => !SHOWN.test(pointer));

/** What is wrong at a pointer, or below it; undefined: nothing. */
export function faultAt(faults: readonly Fault[], pointer: string): string | undefined {
  return faults.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.detail;
}

/** What is wrong at exactly this pointer, not below it. */
export const faultOf = (faults: readonly Fault[], pointer: string): string | undefined =>
  faults.find((fault) => fault.pointer === pointer)?.detail;

/** What is wrong at a control. @param exactly for a list, whose rows show their own faults */
export function useFault(pointer: string, exactly = false): string | undefined {
  const faults = use(FaultsContext);
  return exactly ? faultOf(faults, pointer) : faultAt(faults, pointer);
}
