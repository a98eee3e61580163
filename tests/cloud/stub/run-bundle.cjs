/** Calls `main` of the bundle at the given path with the event that it receives, in a process that runs nothing else. */
process.once('message', (event) => {
  const { main } = require(process.argv[2]);
  Promise.resolve(main(event, { request_id: 'stub', function_name: 'stub' })).then(
    (result) => process.send({ result }, () => process.exit(0)),
    (error) => process.send({ error: String(error?.message ?? error) }, () => process.exit(0)),
  );
});
