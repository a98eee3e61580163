import { recordedFailure, workFailureOf } from '../../../cloudfunctions/shared/domain/work/failure';
import { AppError } from '../../../cloudfunctions/shared/error';

describe('the failure of a work', () => {
  it('is recorded by name and answers the same', () => {
    const name = workFailureOf(new AppError('PROVIDER_BUSY'));
    expect(recordedFailure(name)).toMatchObject({ failure: 'PROVIDER_BUSY' });
  });

  it('is INTERNAL for a bug, for a refusal of something else and for an unknown name', () => {
    expect(workFailureOf(new TypeError('x'))).toBe('INTERNAL');
    expect(workFailureOf(new AppError('NOT_FOUND'))).toBe('INTERNAL');
    expect(recordedFailure('SOMETHING_OLD')).toMatchObject({ failure: 'INTERNAL' });
    expect(recordedFailure(undefined)).toMatchObject({ failure: 'INTERNAL' });
  });
});
