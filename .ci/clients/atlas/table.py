"""Prints a table from lines of client, cloud, step and what the client saw: a row a step, a column a client. A
cell has the clouds apart if they differ.
  table.py FILE..."""
import fileinput

CLOUDS = {'AWS': 'AWS', 'AZURE': 'Azure', 'GCP': 'GCP'}

seen, clients, steps = {}, [], []
for line in fileinput.input(encoding='utf-8'):
    client, cloud, step, saw = line.rstrip('\n').split('\t')
    if cloud:
        clients += [client] * (client not in clients)
        steps += [step] * (step not in steps)
        seen.setdefault((client, step), {}).setdefault(cloud, []).append(saw)


def cell(client, step):
    clouds = {cloud: '; '.join(dict.fromkeys(values)) for cloud, values in seen.get((client, step), {}).items()}
    if len(set(clouds.values())) <= 1:
        return next(iter(clouds.values()), '')
    return '<br>'.join(f'{name}: {clouds[cloud]}' for cloud, name in CLOUDS.items() if cloud in clouds)


print('| |', ' | '.join(clients), '|')
print('|---' * (len(clients) + 1) + '|')
for step in steps:
    print(f'| {step} |', ' | '.join(cell(client, step) for client in clients), '|')
