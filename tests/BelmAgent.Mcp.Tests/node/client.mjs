// Drives a belm server with one of the official TypeScript clients, and prints what came back as one JSON object.
// Usage: node client.mjs sdk|legacy|modern '{"command": …, "args": […], "picture": …}' or '{"url": …, "image": …}'
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const [kind, json] = process.argv.slice(2);
const target = JSON.parse(json);
const isOld = kind === 'sdk';

async function connect(answer) {
    const info = { name: `node-${kind}`, version: '1' };
    const options = { capabilities: answer ? { elicitation: {} } : {}, ...(kind === 'modern' && { versionNegotiation: { mode: 'auto' } }) };
    const client = new (isOld ? OldClient : NewClient)(info, options);
    if (answer) {
        client.setRequestHandler(isOld ? ElicitRequestSchema : 'elicitation/create', async request => answer(request.params));
    }

    await client.connect(target.url
        ? new (isOld ? OldHttp : NewHttp)(new URL(target.url))
        : new (isOld ? OldStdio : NewStdio)({ command: target.command, args: target.args, stderr: 'inherit' }));
    return client;
}

// A call's time limit is long: the machine of the tests may be busy.
const limit = { timeout: 600_000 };
const call = (client, name, args, options) => isOld
    ? client.callTool({ name, arguments: args }, undefined, { ...limit, ...options })
    : client.callTool({ name, arguments: args }, { ...limit, ...options });

async function plan(client, image, steps, caption) {
    const planned = await call(client, 'belm_plan_edit', { image_id: image, request: 'make the house blue', caption, steps, attempts: 1 });
    return planned.structuredContent.proposal_id;
}

const out = {};
const questions = [];
let decision = { action: 'accept', content: { approve: true } };
const client = await connect(question => {
    questions.push(question.message);
    return decision;
});
out.server = client.getServerVersion().name;
out.protocol = isOld || kind === 'legacy' ? '2025-11-25' : client.getNegotiatedProtocolVersion();
out.instructions = client.getInstructions()?.length;
out.tools = (await client.listTools()).tools.map(tool => tool.name);
out.templates = (await client.listResourceTemplates()).resourceTemplates.map(template => template.uriTemplate);
out.prompts = (await client.listPrompts()).prompts.map(prompt => prompt.name);
out.prompt = (await client.getPrompt({ name: 'edit_picture', arguments: { image_id: 'img_x', request: 'make it night' } })).messages[0].content.text;

const image = target.image ?? (await call(client, 'belm_import_image', { path: target.picture })).structuredContent.image_id;
out.described = (await call(client, 'belm_describe_image', { image_id: image })).structuredContent.caption;

// Approved, with progress. What the client itself reports about its questions has no total.
out.progress = [];
const edited = await call(client, 'belm_edit_image', { proposal_id: await plan(client, image, 6) }, { onprogress: value => value.total && out.progress.push(value.progress) });
out.questions = [...questions];
out.edited = { status: edited.structuredContent.status, blocks: edited.content.map(block => block.type), size: JSON.stringify(edited).length };

// Read, complete.
const link = edited.content.find(block => block.type === 'resource_link').uri;
const [picture] = (await client.readResource({ uri: link })).contents;
out.read = { type: picture.mimeType, start: Buffer.from(picture.blob, 'base64').subarray(1, 4).toString() };
out.recipe = JSON.parse((await client.readResource({ uri: `${link}/recipe` })).contents[0].text).kind;
out.listed = (await client.listResources()).resources.some(resource => resource.uri === link);
out.completed = (await client.complete({ ref: { type: 'ref/resource', uri: 'belm://images/{image_id}' }, argument: { name: 'image_id', value: image } })).completion.values;
out.missing = await client.readResource({ uri: 'belm://images/img_none' }).then(() => 'read', error => error.message);

// Refused.
decision = { action: 'decline' };
const refused = await call(client, 'belm_edit_image', { proposal_id: await plan(client, image, 6) });
out.refused = { isError: refused.isError, code: refused.structuredContent.error.code };

// Cancelled at the server's first step.
decision = { action: 'accept', content: { approve: true } };
const stop = new AbortController();
const stopped = await plan(client, image, 1000);
out.cancelled = await call(client, 'belm_edit_image', { proposal_id: stopped }, { signal: stop.signal, onprogress: value => value.total && stop.abort() })
    .then(() => 'ended', () => 'stopped');
out.stopped = stopped;
// The model is free again, and the session lives on.
out.after = (await call(client, 'belm_edit_image', { proposal_id: await plan(client, image, 4) })).structuredContent.status;
await client.close();

// A client that cannot ask.
const silent = await connect();
const unavailable = await call(silent, 'belm_edit_image', { proposal_id: await plan(silent, image, 6, out.described) });
out.unavailable = { isError: unavailable.isError, code: unavailable.structuredContent.error.code, remedy: unavailable.structuredContent.error.remedy };
await silent.close();

console.log(JSON.stringify(out));
process.exit(0);
