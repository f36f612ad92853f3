import { ApiHeader } from '@nestjs/swagger';

/** Describes the header of decisions that no user sees. */
export const DescribesExposure = (): MethodDecorator =>
  ApiHeader({
    name: 'Assay-Exposure',
    description:
      '`none`: no user sees the decision, so it is no exposure of an experiment that counts decisions as such',
    schema: { type: 'string', enum: ['none'] },
  });
