import { useParams } from '@tanstack/react-router';
import { type Experiment } from '../api-types.js';
import { Answered } from '../ui/answered.js';
import { Breadcrumb } from '../frame/breadcrumb.js';
import { useTitle } from '../frame/use-title.js';
import { currentTriggers } from './current-triggers.js';
import { ExperimentHeader } from './experiment-header.js';
import { GuardrailSection } from './guardrail-section.js';
import { HistorySection } from './history-section.js';
import { ResultsSection } from './results/results-section.js';
import { TriggerBanner } from './trigger-banner.js';
import { TriggersSection } from './triggers-section.js';
import { type LiveExperiment, useLiveExperiment } from './use-live-experiment.js';
import { VariantsSection } from './variants-section.js';

export function ExperimentPage() {
  const { id } = useParams({ from: '/experiments/$id' });
  const parts = useLiveExperiment(id);
  return (
    <Answered query={parts.experiment} what="experiment" missing="No such experiment">
      {(experiment) => <Page experiment={experiment} parts={parts} />}
    </Answered>
  );
}

function Page({ experiment, parts }: { experiment: Experiment; parts: LiveExperiment }) {
  useTitle(experiment.name);
  const triggers = parts.triggers.data ?? [];
  const history = parts.history.data ?? [];
  return (
    <>
      <Breadcrumb trail={[{ to: '/experiments', name: 'Experiments' }]} here={experiment.key} />
      <ExperimentHeader experiment={experiment} triggers={triggers} />
      <TriggerBanner triggers={currentTriggers(triggers, history)} />
      <div className="columns">
        <div className="column-main">
          <ResultsSection experiment={experiment} />
          <GuardrailSection experiment={experiment} rates={parts.rates} results={parts.results} />
          <VariantsSection experiment={experiment} results={parts.results} />
          <TriggersSection triggers={parts.triggers} />
        </div>
        <HistorySection history={parts.history} />
      </div>
    </>
  );
}
