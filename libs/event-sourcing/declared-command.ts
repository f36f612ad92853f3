import type { Abstract, FactoryProvider } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Aggregate } from './aggregate.js';
import type { CommandContext } from './command-context.js';
import { CommandRunner, type Handled } from './command-runner.js';
import type { DomainEvent } from './decider.js';

/** A command on the bus: its context, and the fields of its input beside that. */
export type Given<Input, Result> = Command<Result> & Readonly<Input> & { readonly context: CommandContext };

export type CommandClass<Input, Result> = new (context: CommandContext, input: Input) => Given<Input, Result>;

/** An input becomes fields of its command, so none of them is called `context`. */
type Fields = object & { readonly context?: never };

/** The class of a command, to be extended by one whose handler is a class of its own. */
export function commandWith<Input extends Fields, Result>(): CommandClass<Input, Result> {
  class WithInput extends Command<Result> {
    constructor(
      readonly context: CommandContext,
      input: Input,
    ) {
      super();
      Object.assign(this, input);
    }
  }
  // `Object.assign` makes the input's fields its own; a class cannot declare the fields of a type parameter.
  return WithInput as CommandClass<Input, Result>;
}

/** Handles a command: `ports` are what else it asks, given by Nest. @throws Refusal where the answer is no */
export type Handle<Input, Result, Ports extends readonly object[]> = (
  input: Input,
  context: CommandContext,
  runner: CommandRunner,
  ...ports: Ports
) => Promise<Result>;

/** Decides from the stream's state; it may load more, and is called again after a conflict. */
export type Decide<State, Event, Input, Ports extends readonly object[]> = (
  state: State,
  input: Input,
  context: CommandContext,
  runner: CommandRunner,
  ...ports: Ports
) => readonly Event[] | Promise<readonly Event[]>;

/** By which class Nest finds each port. */
type Tokens<Ports extends readonly object[]> = { readonly [Index in keyof Ports]: Abstract<Ports[Index]> };

/** A command and, for tests and modules, its handler. */
export type DeclaredCommand<Input, Result, Ports extends readonly object[]> = CommandClass<Input, Result> & {
  readonly Handler: new (
    runner: CommandRunner,
    ...ports: Ports
  ) => { execute(command: Given<Input, Result>): Promise<Result> };
  readonly provider: FactoryProvider<object>;
};

/** Loads the stream that the input names, decides, appends. */
export function onStream<
  State,
  Event extends DomainEvent<string, unknown>,
  Named,
  Input extends Named,
  Ports extends readonly object[],
>(
  aggregate: Aggregate<State, Event>,
  streamOf: (named: Named, context: CommandContext) => string,
  decide: Decide<State, Event, Input, Ports>,
): Handle<Input, Handled<State>, Ports> {
  return (input, context, runner, ...ports) =>
    runner.run(aggregate, streamOf(input, context), context, (state) =>
      decide(state, input, context, runner, ...ports),
    );
}

/**
 * Declares a command together with its handler: `commands.execute(new X(context, { … }))` answers what `handle` does.
 * @param name what logs call it; the bus knows it by its class, so two of one name are still two
 * @param ports the classes of what `handle` takes after the runner, in that order
 */
export function declareCommand<Input extends Fields, Result, Ports extends readonly object[]>(
  name: string,
  handle: Handle<Input, Result, Ports>,
  ...ports: Tokens<Ports>
): DeclaredCommand<Input, Result, Ports> {
  const declared = commandWith<Input, Result>();
  class Handler {
    private readonly ports: Ports;

    constructor(
      private readonly runner: CommandRunner,
      ...ports: Ports
    ) {
      this.ports = ports;
    }

    execute(command: Given<Input, Result>): Promise<Result> {
      return handle(command, command.context, this.runner, ...this.ports);
    }
  }
  CommandHandler(declared)(Handler);
  Object.defineProperty(declared, 'name', { value: name });
  Object.defineProperty(Handler, 'name', { value: `${name}Handler` });
  const provider: FactoryProvider<object> = {
    provide: Handler,
    inject: [CommandRunner, ...ports],
    useFactory: (runner: CommandRunner, ...given: Ports) => new Handler(runner, ...given),
  };
  return Object.assign(declared, { Handler, provider });
}

/** For a module: the handlers of all commands that files declare. Such a file exports nothing else. */
export function handlersOf(
  ...files: readonly { readonly [command: string]: { readonly provider: FactoryProvider<object> } }[]
): FactoryProvider<object>[] {
  return files.flatMap((file) => Object.values(file).map(({ provider }) => provider));
}
