import { useParams } from '@tanstack/react-router';
import { type Experiment } from '../api-types.js';
import { Failed, Loading } from '../loading/notices.js';
import { valueOf } from '../loading/resource.js';
import { NotFound } from '../frame/not-found.js';
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
  const { loaded, reload } = parts.experiment;
  switch (loaded.status) {
    case 'loading':
      return <Loading what="experiment" />;
    case 'failed':
      return loaded.problem.status === 404 ? (
        <NotFound title="No such experiment" />
      ) : (
        <Failed problem={loaded.problem} retry={reload} />
      );
    case 'ready':
      return <Page experiment={loaded.value} parts={parts} />;
  }
}

function Page({ experiment, parts }: { experiment: Experiment; parts: LiveExperiment }) {
  useTitle(experiment.name);
  const triggers = valueOf(parts.triggers.loaded) ?? [];
  const history = valueOf(parts.history.loaded) ?? [];
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
