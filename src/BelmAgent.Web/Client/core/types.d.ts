/** The shapes of the HTTP interface that the page reads. */
export type Check = 'passed' | 'passed_with_changes' | 'failed' | 'not_checked';

export interface Picture {
  image_id: string; parent_id: string | null; previous_id: string | null; kind: string; width: number; height: number;
  created: string; request: string | null; caption: string | null; check: Check | null; seconds: number | null;
  links: { self: string; file: string; thumbnail: string };
  recipe?: any;
}

export interface Proposal {
  proposal_id: string; image_id: string; plan: any; source: string; target: string;
  difference: { text: string; kind: 'same' | 'removed' | 'added' }[];
  settings: string[]; notes: string[]; estimated_seconds: number | null; max_attempts: number;
  approval: 'needed' | 'given' | 'refused';
}

export interface Job {
  job_id: string; state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'; stage: string; step: number; steps: number;
  attempt: number; attempts: number; seconds_left: number | null; queue_position: number; preview_seq: number;
  result: any; error: { code: string; title: string; remedy: string } | null;
}

export interface Turn { request: string; answer: string | null; question: string | null; from: string | null; to: string | null; at: string }
export interface RunningTurn { turn_id: string; request: string; answer_so_far: string; job: Job | null; approval: Proposal | null }

export interface Session {
  session_id: string; created: string; revision: number; current: string | null; can_undo: boolean; can_redo: boolean;
  pictures: Picture[]; turns: Turn[]; mask: Picture | null; turn: RunningTurn | null; interrupted: string | null;
}

export interface Sample { name: string; title: string; requests: string[]; thumbnail: string; width: number; height: number }
export interface SessionLine { session_id: string; created: string; title: string; pictures: number; thumbnail: string | null }
export interface Measures { psnr: number; background_psnr: number; ssim: number; changed_fraction: number; kept_fraction: number }

export interface SystemInfo {
  version: string; model: { name: string; hash: string } | null; provider: string; planner: string; approval: string;
  limits: { max_upload_mebibytes: number; max_megapixels: number }; features: { generate: boolean; describe: boolean };
}

export type RowState = 'draft' | 'planned' | 'waiting' | 'queued' | 'running' | 'publishing' | 'succeeded' | 'failed' | 'needs_answer' | 'skipped' | 'cancelled';

export interface Batch {
  batch_id: string; name: string; owner: string; state: 'planning' | 'planned' | 'running' | 'paused' | 'ended'; priority: number; max_parallel: number;
  plan_hash: string | null; approved_by: string | null; rows: Partial<Record<RowState, number>>; total: number; done: number; retriable: number;
  rate_per_minute: number | null; expected_end: string | null; created: string; started: string | null; ended: string | null;
  fault: { code: string; title: string; remedy: string } | null; sheet_pages: number;
  links: { self: string; items: string; lines: string; table: string; sheet: string };
}

export interface BatchRow {
  n: number; item_id: string; state: RowState; image: string; request: string | null; difference: { text: string; kind: 'same' | 'removed' | 'added' }[];
  source_id: string | null; image_id: string | null; check: Check | null; changes: string[];
  error: { code: string; message: string; column?: string } | null; attempts: number; seconds: number | null;
  links: { before: string | null; after: string | null };
}

export type Mode = 'slider' | 'side' | 'flip' | 'difference';
export interface Toast { id: number; title: string; remedy?: string; kind: 'error' | 'note'; retry?: () => void; label?: string }
export type Dialog =
  | { kind: 'keys' } | { kind: 'settings' } | { kind: 'recipe' } | { kind: 'inversion' }
  | { kind: 'several'; files: File[] } | { kind: 'incoming'; file: File }
  | { kind: 'library'; purpose: 'open' | 'compare' } | { kind: 'forget'; picture: Picture };

export interface State {
  auth: 'unknown' | 'needed' | 'in'; scopes: string[]; system: SystemInfo | null; samples: Sample[] | null; sessions: SessionLine[] | null;
  /** The batch that is shown; empty for the list of all, null for none of them. */
  batch: string | null;
  session: Session | null; opening: boolean; lastMask: Picture | null; viewed: string | null; base: string | null; mode: Mode; masking: boolean;
  pending: string | null; suggestions: string[]; stream: 'closed' | 'open' | 'lost' | 'closing'; toasts: Toast[]; dialog: Dialog | null;
  busy: string | null; theme: string; singleKeys: boolean; byKeyboard: boolean; dropping: boolean;
}
